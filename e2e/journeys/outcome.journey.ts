import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pushLayout } from '#e2e/fixtures/push-layout.ts'
import { demo, sampleLayouts, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { imagePage } from '#e2e/pages/image-page.ts'
import { missingRegistry, registryUser, startRegistry } from '#e2e/registries/start-registry.ts'
import { expect, test } from './journey.ts'

const attestation = 'sha256:'
const withoutRegistry = missingRegistry('docker-registry')

async function readAttestation(digest: string): Promise<Buffer> {
  return readFile(join(sampleLayouts, 'workshop/hummingbird-demo/blobs', digest.replace(':', '/')))
}

test('from the sample to a trusted signature, its packages, and the same on a registry of my own', async ({
  page,
  product,
}) => {
  test.setTimeout(120_000)
  const image = imagePage(page)

  await test.step('the sample is a source; its repository shows the state of every tag', async () => {
    await page.goto(product.url)
    await page
      .getByRole('main')
      .getByRole('link', { name: /sample/i })
      .first()
      .click()
    await expect(page).toHaveURL(/\/repositories\?registry=sample\.layout/)
    await page
      .getByRole('table')
      .or(page.getByRole('list'))
      .getByRole('link', { name: /hummingbird-demo/ })
      .first()
      .click()
    await expect(page).toHaveURL(/\/repositories\/sample\.layout\/workshop\/hummingbird-demo/)
    await expect(page.getByText('7 tags checked').first()).toBeVisible()
    const row = (tag: string) =>
      page.getByRole('row').filter({ has: page.getByRole('link', { name: tag, exact: true }) })
    await expect(row('v1')).toContainText('Not trusted')
    await expect(row('nightly')).toContainText('Broken')
    await expect(row('latest')).toContainText('Not signed')
    await expect(row('edge')).toContainText('Not checked')
  })

  await test.step('v1 is signed, but not by anyone trusted', async () => {
    await page.getByRole('link', { name: 'v1', exact: true }).click()
    await image.expectSentence(/^Signed, but not by anyone you trust/)
  })

  await test.step('dropping cosign.pub and trusting it for workshop/* changes the sentence', async () => {
    await image.drop('cosign.pub', workshopKey)
    await image.trustFor('workshop/*', 'Workshop')
    await image.expectSentence(/^Signed by Workshop, whom you trust/)
  })

  await test.step('each check is there with the values compared', async () => {
    const checks = page.locator('[data-evidence] [data-check]')
    await expect(checks.filter({ hasText: /signature/i }).first()).toBeVisible()
    expect(await page.locator('[data-check][data-status="passed"]').count()).toBeGreaterThanOrEqual(4)
    await expect(page.locator('[data-check="subject"]').first()).toContainText('4c7f8834')
    await expect(page.locator('[data-check="rule"]').first()).toContainText('workshop/*')
  })

  await test.step('the cosign command that says the same can be copied', async () => {
    await page.getByRole('button', { name: 'Copy command' }).first().click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^cosign verify .*--key/)
    expect(copied).toContain('workshop/hummingbird-demo')
  })

  await test.step('the signed SBOM has 166 packages and can be searched', async () => {
    await image.tab('SBOM').click()
    await expect(page.getByText('166 packages').first()).toBeVisible()
    await expect(page.getByRole('region', { name: 'Whose word the SBOM is' })).toContainText('Workshop')
    const name = await page.getByRole('table').getByRole('row').nth(5).getByRole('cell').first().innerText()
    await image.packageSearch.fill(name.split('\n')[0] ?? '')
    await expect(page.getByText(/of 166 packages match/)).toBeVisible()
    await expect(page).toHaveURL(/tab=sbom/)
    await expect(page).toHaveURL(/q=/)
  })

  await test.step('the attestation is downloaded exactly as stored', async () => {
    await image.tab('Attestations').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as stored' }).first().click(),
    ])
    const bytes = await readFile(await download.path())
    const evidence = await page.locator('[data-evidence]').first().getAttribute('data-evidence')
    expect(evidence).toContain(attestation)
    expect(bytes.equals(await readAttestation(evidence ?? ''))).toBe(true)
  })

  if (withoutRegistry !== null) {
    test.info().annotations.push({ type: 'skipped', description: `my own registry: ${withoutRegistry}` })
    return
  }
  const registry = await startRegistry('docker-registry', { auth: true })
  try {
    const repository = 'workshop/hummingbird-demo'
    await pushLayout(
      join(sampleLayouts, repository),
      { host: registry.host, repository, credentials: registryUser },
      { referrersTag: true },
    )

    await test.step('my own registry is added with its credentials', async () => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('button', { name: 'Add a registry' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Host').fill(registry.host)
      await dialog.getByRole('radio', { name: 'User name and password or token' }).check()
      await dialog.getByLabel('User name', { exact: true }).fill(registryUser.username)
      await dialog.getByLabel('Password or token', { exact: true }).fill(registryUser.password)
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(dialog).toBeHidden()
      await expect(page.getByRole('main')).toContainText(registry.host)
    })

    await test.step('a pasted reference shows the same there', async () => {
      const search = page.getByRole('textbox', { name: 'Paste a reference or key, or search repositories' })
      await search.fill(`${registry.host}/${repository}:v1`)
      await search.press('Enter')
      await image.expectSentence(/^Signed by Workshop, whom you trust/)
      await image.tab('SBOM').click()
      await expect(page.getByText('166 packages').first()).toBeVisible()
      const packages = page.getByRole('table', { name: 'Packages that the SBOM lists' })
      await expect(packages.getByRole('row').nth(5)).toBeVisible()
    })
  } finally {
    await registry.stop()
  }
})

test('a private key that is dropped is refused by name, and never sent', async ({ page, product }) => {
  const image = imagePage(page)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await image.open(product.url, `${demo}:v1`)
  await image.expectSentence(/Signed, but not by anyone you trust/)
  const secret = 'c2VjcmV0LW1hcmtlci1zZWNyZXQtbWFya2Vy'
  await image.drop(
    'cosign.key',
    `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n${secret}\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n`,
  )
  await expect(image.dialog).toContainText(/private key/i)
  expect(sent.join('\n')).not.toContain(secret)
  expect(await page.content()).not.toContain(secret)
  expect(product.output()).not.toContain(secret)
})

test('a key can be added on the Keys page by pasting it, and marked as compromised', async ({ page, product, api }) => {
  await page.goto(`${product.url}/keys`)
  await page.getByLabel('Public key', { exact: true }).fill(workshopKey)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Pasted')
  await dialog.getByRole('radio', { name: 'Only put it on the shelf' }).check()
  await dialog.getByRole('button', { name: 'Add the key' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('main').getByRole('link', { name: 'Pasted' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pasted')
  const keys = await api.get<{ items: { name: string }[] }>('/keys')
  expect(keys.body.items.map((key) => key.name)).toEqual(['Pasted'])
})

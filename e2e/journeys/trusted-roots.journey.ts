import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { imagePage } from '#e2e/pages/image-page.ts'
import { startTufRepository } from '#lib/testing/tuf-repository.ts'
import { expect, test } from './journey.ts'

const readRoot = () => readFile(join(import.meta.dirname, '../../public/samples/trusted_root.json'), 'utf8')
const image = 'sample.layout/workshop/by-identity:v1.0.0'

/** Chromium reports each answer that is no success; here they are what is asked for. */
function forgiveRefusals(complaints: string[]): void {
  const others = complaints.filter((one) => !/status of (?:400|422) .*\/api\/v1\/trusted-roots/.test(one))
  complaints.splice(0, complaints.length, ...others)
}

test('a private root: dropped, seen with its windows, named by a rule, removed', async ({
  page,
  product,
  api,
  complaints,
}) => {
  test.setTimeout(120_000)
  const pageOfImage = imagePage(page)
  const { dialog } = pageOfImage
  const card = (name: string) =>
    page.locator('section', { has: page.getByRole('heading', { name: new RegExp(`^${name}`) }) })

  await test.step('the public-good root is there, says how old it is, and draws its windows', async () => {
    await page.goto(product.url)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Trusted roots' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Trusted roots' })).toBeVisible()
    await expect(card('Sigstore public good')).toContainText(
      /Snapshot of \d{4}-\d{2}-\d{2} that came with this version/,
    )
    await expect(card('Sigstore public good').locator('[data-windows]')).toContainText('rekor.sigstore.dev')
  })

  await test.step('GitHub’s is there as well, without a log', async () => {
    await expect(card('GitHub').locator('[data-windows]')).toContainText('Fulcio Intermediate l2')
  })

  await test.step('the wrong file is refused with the reason, and a private key is not kept', async () => {
    await pageOfImage.drop('root.json', JSON.stringify({ signed: { _type: 'root' }, signatures: [] }))
    await expect(dialog.getByRole('heading', { name: 'Add a trusted root' })).toBeVisible()
    await dialog.getByLabel('Name').fill('Workshop')
    await dialog.getByRole('button', { name: 'Add the trusted root' }).click()
    await expect(dialog.getByRole('alert')).toContainText('metadata of a TUF repository')
    await expect(dialog.getByRole('alert')).toContainText('TRUST_ROOT_WRONG_TYPE')
    await dialog.getByLabel('trusted_root.json', { exact: true }).fill('-----BEGIN EC PRIVATE KEY-----')
    await dialog.getByRole('button', { name: 'Add the trusted root' }).click()
    await expect(dialog.getByRole('alert')).toContainText('KEY_PRIVATE')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('the file of the instance is dropped, and everybody in it is drawn and in the table', async () => {
    await pageOfImage.drop('trusted_root.json', await readRoot())
    await dialog.getByLabel('Name').fill('Workshop')
    await dialog.getByRole('button', { name: 'Add the trusted root' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('status').filter({ hasText: 'Workshop is in use' })).toBeVisible()
    await expect(card('Workshop').locator('[data-windows]')).toContainText('log.workshop.example')
    await card('Workshop').getByText('As a table').click()
    const table = card('Workshop').getByRole('table')
    await expect(
      table.getByRole('row', { name: /Transparency log log\.workshop\.example 2026-01-01 no end valid/ }),
    ).toBeVisible()
    await expect(
      table.getByRole('row', { name: /Certificate authority .*https:\/\/ca\.workshop\.example/ }),
    ).toBeVisible()
    await expect(table.getByRole('row', { name: /^Time-stamp authority/ })).toBeVisible()
  })

  await test.step('what it proves is proven from now on', async () => {
    await pageOfImage.open(product.url, image)
    await pageOfImage.expectSentence(/no rule names release\.yml/)
  })

  await test.step('it can be renamed, and removed once one has read which rules name it', async () => {
    const roots = await api.get<{ items: { id: string; name: string }[] }>('/trusted-roots')
    const root = roots.body.items.find(({ name }) => name === 'Workshop')
    const made = await api.post('/rules', {
      name: 'Birds',
      repositories: ['**'],
      signer: { kind: 'identity', issuer: 'https://token.workshop.example', subject: 'x', trustedRoot: root?.id },
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    await page.goto(`${product.url}/settings/trusted-roots`)
    await expect(card('Workshop')).toContainText('named by 1 rule')
    await page.getByRole('button', { name: 'Rename Workshop' }).click()
    await dialog.getByLabel('Name').fill('Bird house')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Remove Bird house' }).click()
    await expect(dialog).toContainText('1 rule names it, and will trust nobody until changed')
    await expect(dialog.getByRole('listitem')).toHaveText('Birds')
    await dialog.getByRole('button', { name: 'Remove the trusted root' }).click()
    await expect(dialog).toBeHidden()
    await expect(card('Bird house')).toHaveCount(0)
    await pageOfImage.open(product.url, image)
    await pageOfImage.expectSentence(/no authority that you know/)
  })
  forgiveRefusals(complaints)
})

test('a root of a TUF mirror: verified with the root that is given, and kept when the mirror goes back', async ({
  page,
  product,
  complaints,
}) => {
  const { dialog } = imagePage(page)
  const document = await readRoot()
  const repository = await startTufRepository(document)
  const first = repository.publish()
  repository.publish({ version: 2 })
  const other = await startTufRepository(document)
  const foreign = other.publish()

  await test.step('a root of somebody else is refused', async () => {
    await page.goto(`${product.url}/settings/trusted-roots`)
    await page.getByRole('button', { name: 'Add a TUF mirror' }).click()
    await dialog.getByLabel('Name').fill('Mirrored')
    await dialog.getByLabel('Address of the mirror').fill(repository.url)
    await dialog.getByLabel('root.json', { exact: true }).fill(foreign)
    await dialog.getByRole('button', { name: 'Add the trusted root' }).click()
    await expect(dialog.getByRole('alert')).toContainText('TRUST_ROOT_FOREIGN')
  })

  await test.step('the right one is added, and says when it was fetched', async () => {
    await dialog.getByLabel('root.json', { exact: true }).fill(first)
    await dialog.getByRole('button', { name: 'Add the trusted root' }).click()
    await expect(dialog).toBeHidden()
    const card = page.locator('section', { has: page.getByRole('heading', { name: /^Mirrored/ }) })
    await expect(card).toContainText(/Fetched from 127\.0\.0\.1:\d+ just now/)
    await expect(card.locator('[data-windows]')).toContainText('log.workshop.example')
  })

  await test.step('a mirror that goes back is refused, and the copy stays', async () => {
    repository.publish({ version: 1 })
    await page.getByRole('button', { name: 'Refresh Mirrored' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'TRUST_ROOT_ROLLBACK' })).toContainText('Verdicts go on')
    await expect(page.locator('[data-windows]').filter({ hasText: 'log.workshop.example' })).toBeVisible()
  })
  await Promise.all([repository.close(), other.close()])
  forgiveRefusals(complaints)
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { productRoot } from '#e2e/build-product.ts'
import { demo, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { imagePage } from '#e2e/pages/image-page.ts'
import { runProgram } from '#e2e/run-program.ts'
import { findViolations } from './find-violations.ts'
import { expect, test } from './journey.ts'

const trustWorkshop = { pem: workshopKey, name: 'Workshop', trust: { repositories: ['workshop/*'] } }

test('the trust graph is walked by keyboard, and its table says the same', async ({ page, product, api }) => {
  await api.post('/keys', trustWorkshop)
  await imagePage(page).open(product.url, `${demo}:v1`)
  await page.getByRole('link', { name: 'Graph' }).click()
  await expect(page).toHaveURL(/view=graph/)
  const graph = page.getByRole('application', { name: /Trust graph/ })
  const focused = page.locator(':focus')

  await test.step('one tab stop; arrow keys follow the lines from the rule to the image', async () => {
    await page.getByRole('button', { name: 'As a table' }).focus()
    await page.keyboard.press('Tab')
    await expect(focused).toHaveAttribute('data-kind', 'rule')
    await page.keyboard.press('ArrowRight')
    await expect(focused).toHaveAttribute('data-result', 'passed')
    await expect(focused).toHaveAccessibleName(/^Passed: Workshop.* trusts Workshop$/)
    await page.keyboard.press('ArrowRight')
    await expect(focused).toHaveAttribute('data-kind', 'key')
    await page.keyboard.press('ArrowRight')
    await expect(focused).toHaveAccessibleName(/^Passed: Workshop verifies /)
    await page.keyboard.press('ArrowDown')
    await expect(focused).toHaveAccessibleName(/^Passed: Workshop verifies /)
  })

  await test.step('Enter opens the check with the values compared, Escape leads back', async () => {
    await page.keyboard.press('Enter')
    const detail = page.getByRole('region', { name: 'What was opened in the graph' })
    await expect(detail.getByRole('heading')).toBeFocused()
    await expect(detail.locator('[data-check="signature"]')).toContainText('ecdsa-p256')
    await page.keyboard.press('Escape')
    await expect(detail).toBeHidden()
    await expect(focused).toHaveAttribute('data-result', 'passed')
    await page.keyboard.press('End')
    await expect(focused).toHaveAttribute('data-kind', 'image')
  })

  await test.step('every line of the picture is a row of the table', async () => {
    const lines = await graph.locator('[data-result]').count()
    expect(lines).toBeGreaterThan(4)
    expect(await findViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'As a table' }).click()
    await expect(page.getByRole('row')).toHaveCount(lines + 1)
    expect(await findViolations(page)).toEqual([])
  })
})

test('the timeline is read by keyboard, and says why a time counts', async ({ page, product, api }) => {
  await api.post('/keys', trustWorkshop)
  await imagePage(page).open(product.url, `${demo}:v1`, '?view=timeline')
  await expect(page.getByText(/Nothing proves when it was signed\. A key has no window/).first()).toBeVisible()
  await page.getByRole('button', { name: 'As a table' }).focus()
  await page.keyboard.press('Tab')
  await expect(page.locator(':focus')).toHaveAccessibleName(/^Claimed: Built, says the image/)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator(':focus')).toHaveAccessibleName(/^Claimed: SBOM made/)
  await expect(page.locator('[aria-live]').filter({ hasText: 'SBOM made' })).toContainText('UTC')
  const marks = await page.locator('[data-mark]').count()
  expect(await findViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'As a table' }).click()
  await expect(page.getByRole('row')).toHaveCount(marks + 1)
})

test('the evidence is downloaded, and checked again offline; a changed byte is found', async ({
  page,
  product,
  api,
}) => {
  await api.post('/keys', trustWorkshop)
  const image = imagePage(page)
  await image.open(product.url, `${demo}:v1`)
  await image.expectSentence(/^Signed by Workshop, whom you trust/)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download evidence' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^hummingbird-demo-[0-9a-f]{12}-evidence\.zip$/)
  const path = await download.path()
  const recheck = (file: string) => runProgram(process.execPath, [join(productRoot, 'lib/setup/recheck.ts'), file])
  const again = await recheck(path)
  expect(again.stdout).toContain('Signed by Workshop, whom you trust for workshop/*.')
  expect(again.stdout).toContain('The same as in the bundle')
  expect(again.code).toBe(0)

  const bytes = await readFile(path)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(`${path}.changed`, bytes)
  const changed = await recheck(`${path}.changed`)
  expect(changed.code).toBe(2)
  expect(changed.stderr).toContain('EVIDENCE_BUNDLE_INVALID')
})

for (const theme of ['light', 'dark'] as const) {
  test(`an evidence bundle is checked on the page, ${theme}: the same, or what is wrong`, async ({
    page,
    product,
    api,
    complaints,
  }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await api.post('/keys', trustWorkshop)
    const image = imagePage(page)
    const { dialog } = image
    const answer = await fetch(`${product.url}/api/v1/evidence-bundle?reference=${demo}:v1`)
    const bundle = Buffer.from(await answer.arrayBuffer())

    await test.step('dropped on any page', async () => {
      await page.goto(`${product.url}/docs/states`, { waitUntil: 'networkidle' })
      await image.drop('evidence.zip', bundle)
      await expect(dialog.getByText('The same comes out as the file says')).toBeVisible()
      await expect(dialog).toContainText('Signed by Workshop, whom you trust for workshop/*.')
      await expect(dialog.getByRole('region', { name: 'What it was made from' })).toContainText(/(?<!not )one of yours/)
      expect(await findViolations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    })

    await test.step('chosen beside the download, with one byte changed', async () => {
      await image.open(product.url, `${demo}:v1`)
      await page.waitForLoadState('networkidle')
      await page.getByRole('button', { name: 'Check a bundle' }).click()
      const middle = bundle.length >> 1
      const changed = Buffer.from(bundle)
      changed[middle] = (changed[middle] ?? 0) ^ 1
      const choose = dialog.getByLabel('Evidence bundle')
      await choose.setInputFiles({ name: 'changed.zip', mimeType: 'application/zip', buffer: changed })
      await expect(dialog.getByRole('alert')).toContainText('EVIDENCE_BUNDLE_INVALID')
      await expect(dialog).toContainText('Nothing follows from this file')
      expect(await findViolations(page)).toEqual([])
      await page.keyboard.press('Escape')
    })

    await test.step('found in the command menu, with a key that is not ours', async () => {
      const { body } = await api.get<{ items: { fingerprint: string }[] }>('/keys')
      await api.delete(`/keys/${body.items[0]?.fingerprint}`)
      await page.reload({ waitUntil: 'networkidle' })
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('combobox')).toBeFocused()
      await page.keyboard.type('evidence bundle')
      await page.getByRole('option', { name: 'Check an evidence bundle' }).click()
      const choose = dialog.getByLabel('Evidence bundle')
      await choose.setInputFiles({ name: 'evidence.zip', mimeType: 'application/zip', buffer: bundle })
      await expect(dialog.getByText('The same comes out as the file says')).toBeVisible()
      await expect(dialog).toContainText('not one of yours')
      await dialog.getByRole('link', { name: 'Check the image now, by your own rules' }).click()
      await expect(dialog).toBeHidden()
      await image.expectSentence(/^Signed, but not by anyone you trust/)
    })
    // The refusal is an answer, which the browser calls an error.
    complaints.splice(0, complaints.length, ...complaints.filter((one) => !/status of 422 .*evidence-bundle/.test(one)))
  })
}

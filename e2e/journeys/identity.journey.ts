import { join } from 'node:path'
import { imagePage } from '#e2e/pages/image-page.ts'
import { expect, test } from './journey.ts'

const sample = 'sample.layout/workshop/by-identity'
const trustedRoot = join(import.meta.dirname, '../../public/samples/trusted_root.json')
const pattern = 'https://git\\.workshop\\.example/birds/kingfisher/\\.github/workflows/release\\.yml@refs/tags/.*'

test('from a certificate by an unknown authority to an identity that is trusted', async ({ page, product }) => {
  test.setTimeout(120_000)
  const image = imagePage(page)
  const { dialog } = image

  await test.step('the authority is unknown, and the page says where to add its trusted root', async () => {
    await image.open(product.url, `${sample}:v1.0.0`)
    await image.expectSentence(/^Signed, but not by anyone you trust: no authority that you know/)
    await page.getByRole('link', { name: 'add its trusted root' }).click()
    await expect(page).toHaveURL(/\/settings\/trusted-roots/)
  })

  await test.step('its root is added from a file, and shows its windows', async () => {
    await page.getByRole('button', { name: 'Add a trusted root' }).first().click()
    await dialog.getByLabel('Name').fill('Workshop')
    await dialog.getByLabel('File: trusted_root.json').setInputFiles(trustedRoot)
    await dialog.getByRole('button', { name: /^Add/ }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('log.workshop.example').first()).toBeVisible()
  })

  await test.step('the identity is proven, and no rule names it', async () => {
    await image.open(product.url, `${sample}:v1.0.0`)
    await image.expectSentence(/no rule names release\.yml of birds\/kingfisher at v1\.0\.0/)
    await expect(page.locator('[data-check="certificate"]').first()).toContainText('root = Workshop')
    await expect(page.getByText('1 of 6 tags in this repository bears a signature by it.')).toBeVisible()
  })

  await test.step('the pattern editor shows what a pattern matches, and warns of one that is too wide', async () => {
    await page.getByRole('button', { name: 'Trust this signer' }).click()
    await expect(dialog.getByLabel('Subject', { exact: true })).toHaveValue(/release\.yml@refs\/tags\/v1\.0\.0$/)
    await dialog.getByRole('radio', { name: 'All that a pattern matches' }).check()
    const matches = dialog.getByRole('region', { name: 'What the pattern matches' })
    await expect(dialog.getByLabel('Pattern for subjects')).toHaveValue(pattern)
    await expect(matches).toContainText('3 signers of 5, on 3 of 6 tags.')
    await dialog.getByLabel('Pattern for subjects').fill('https://git.workshop.example/.*')
    await expect(matches).toContainText('any other branch or tag')
    await expect(matches).toContainText('A dot without a backslash')
    await dialog.getByLabel('Pattern for subjects').fill('.*')
    await expect(matches).toContainText('matches everybody')
    await dialog.getByLabel('Pattern for subjects').fill(pattern)
  })

  await test.step('the rule makes it trusted, and those that it does not match stay as they were', async () => {
    await dialog.getByRole('radio', { name: 'Trust for workshop/*', exact: true }).check()
    await dialog.getByRole('button', { name: 'Trust this identity' }).click()
    await expect(dialog).toBeHidden()
    await image.expectSentence(/^Signed by release\.yml of birds\/kingfisher .*, whom you trust for workshop\/\*/)
    await image.open(product.url, `${sample}:v1.1.0`)
    await image.expectSentence(/^Signed by release\.yml of birds\/kingfisher at v1\.1\.0/)
    await image.open(product.url, `${sample}:nightly`)
    await image.expectSentence(/no rule names exactly release\.yml of birds\/kingfisher at main/)
    await image.open(product.url, `${sample}:hotfix`)
    await image.expectSentence(/no rule names ada@workshop\.example/)
  })

  await test.step('the rule stands under Keys and can be taken back', async () => {
    await page.goto(`${product.url}/keys`)
    const identities = page.locator('section', { has: page.getByRole('heading', { name: 'Identities' }) })
    await expect(identities).toContainText('Trusted for workshop/*')
    await identities.getByRole('button', { name: /^Remove the rule/ }).click()
    await dialog.getByRole('button', { name: 'Remove the rule' }).click()
    await expect(identities).toContainText('No identity yet')
  })
})

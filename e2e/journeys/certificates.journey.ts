import { join } from 'node:path'
import { writeNotaryLayout } from '#e2e/fixtures/notary-layout.ts'
import { imagePage } from '#e2e/pages/image-page.ts'
import { expect, test } from './journey.ts'

const image = 'notary.layout/signed:jws'

test('a Notary Project signature: its authority added, its signer trusted, and no more', async ({
  page,
  product,
  api,
}) => {
  test.setTimeout(120_000)
  // Beside the data directory: it goes when the server has gone.
  const folder = join(product.dataDir, '../notary')
  const { authority } = await writeNotaryLayout(folder)
  await api.post('/registries', { kind: 'layout', name: 'notary', path: folder })
  const pageOfImage = imagePage(page)
  const { dialog } = pageOfImage

  await test.step('it is signed by somebody whom no known authority vouches for, and says whom it claims', async () => {
    await pageOfImage.open(product.url, image)
    await pageOfImage.expectSentence(/no authority that you know issued its certificate/)
    await expect(pageOfImage.signatures).toContainText('under the authority CN=Workshop root')
    await pageOfImage.signatures.getByRole('link', { name: 'add it to the shelf' }).click()
    await expect(page.getByRole('heading', { name: 'Authorities', exact: true })).toBeVisible()
  })

  await test.step('a private key is refused, and attributes that cannot be read', async () => {
    await page.getByRole('button', { name: 'Add an authority' }).click()
    await dialog
      .getByLabel('Certificates', { exact: true })
      .fill('-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----')
    await expect(dialog.getByRole('alert')).toContainText('KEY_PRIVATE')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('the certificate is dropped, and put on the shelf without trusting anybody', async () => {
    await pageOfImage.drop('root.pem', authority)
    await expect(dialog.getByRole('heading', { name: 'Add an authority' })).toBeVisible()
    await dialog.getByLabel('Subject of the signer').fill('nobody')
    await expect(dialog).toContainText('It is no list of attributes')
    await dialog.getByLabel('Name').fill('Workshop CA')
    await dialog.getByRole('radio', { name: 'Only put it on the shelf' }).check()
    await dialog.getByRole('button', { name: 'Add the authority' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Workshop CA is on the shelf' })).toBeVisible()
    await expect(page.getByText('No rule trusts a signer of it yet.')).toBeVisible()
  })

  await test.step('now the signer is known, and trusted by a rule that the image fills in', async () => {
    await pageOfImage.open(product.url, image)
    await pageOfImage.expectSentence(/no rule names CN=release/)
    await page.getByRole('button', { name: 'Make a trust rule from this signer' }).click()
    await expect(dialog.getByLabel('Subject of the signer')).toHaveValue('CN=release,O=Workshop,ST=WA,C=US')
    await dialog.getByRole('radio', { name: 'Trust for this repository only' }).check()
    await expect(dialog).toContainText('becomes')
    await dialog.getByRole('button', { name: 'Trust this signer' }).click()
    await pageOfImage.expectSentence(/^Signed by CN=release.*, whom you trust/)
  })

  await test.step('the commands of notation do the same', async () => {
    await expect(page.getByText('notation verify')).toBeVisible()
  })

  await test.step('marked compromised, nobody under it is trusted', async () => {
    await page.goto(`${product.url}/keys`)
    await page.getByRole('button', { name: 'More for Workshop CA' }).click()
    await page.getByRole('menuitem', { name: 'Mark compromised' }).click()
    await dialog.getByRole('button', { name: 'Mark compromised' }).click()
    await expect(page.getByText('Trusted for nothing: it is marked compromised.')).toBeVisible()
    await pageOfImage.open(product.url, image)
    await pageOfImage.expectSentence(/not by anyone you trust/)
  })
})

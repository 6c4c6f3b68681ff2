import { demo } from '#e2e/fixtures/sample-keys.ts'
import { imagePage } from '#e2e/pages/image-page.ts'
import { findViolations } from './find-violations.ts'
import { expect, test } from './journey.ts'

test('a package opens with what is around it, and leads from one to the next', async ({ page, product }) => {
  await imagePage(page).open(product.url, `${demo}:v1`, '?tab=sbom')
  const table = page.getByRole('table', { name: 'Packages that the SBOM lists' })

  await test.step('the document’s facts are counted, not scored', async () => {
    const stated = page.getByRole('table', { name: /NTIA/ })
    await expect(stated.getByRole('row', { name: /^Version/ })).toBeVisible()
    await expect(stated.getByRole('row', { name: /^Supplier/ })).toBeVisible()
  })

  await test.step('the name of a package opens it, and the address says so', async () => {
    await table.getByRole('button', { name: 'bash', exact: true }).click()
    await expect(page).toHaveURL(/package=/)
    const dialog = page.getByRole('dialog', { name: 'bash' })
    await expect(dialog.getByText('Package URL')).toBeVisible()
    expect(await findViolations(page)).toEqual([])
    await page.reload()
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(page).not.toHaveURL(/package=/)
  })
})

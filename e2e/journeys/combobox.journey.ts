import { demo } from '#e2e/fixtures/sample-keys.ts'
import { findViolations } from './find-violations.ts'
import { expect, test } from './journey.ts'

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } })

    test('a facet is found by typing, chosen by keys, and given up again', async ({ page, shared }) => {
      await page.goto(`${shared.url}/images/${demo}:v1?tab=sbom`)
      const picker = page.getByRole('button', { name: 'Licence: all' })
      const search = page.getByRole('combobox', { name: 'Search: Licence' })
      // What is drawn by the server answers to keys only once its code has arrived.
      await expect(async () => {
        await picker.press('Enter')
        await expect(search).toBeFocused({ timeout: 2_000 })
      }).toPass()
      await expect(page.getByRole('option', { name: 'All', selected: true })).toBeVisible()
      expect(await findViolations(page)).toEqual([])
      await page.keyboard.type('p')
      const first = page.getByRole('option').first()
      await expect(first).toContainText(/^PSF/)
      await expect(search).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? '')
      await page.keyboard.press('ArrowDown')
      await expect(search).not.toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? '')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/license=/)
      const chosen = page.getByRole('button', { name: /^Licence: PSF/ })
      await expect(chosen).toBeFocused()
      await expect(page.locator('body')).toContainText(/of 166 packages match/)
      await chosen.press('Enter')
      await page.getByRole('option', { name: 'All' }).click()
      await expect(page).not.toHaveURL(/license=/)
    })

    test('a repository is suggested within a dialog, where Escape closes the list alone', async ({ page, product }) => {
      await page.goto(`${product.url}/images/${demo}:v1`)
      await page.getByRole('button', { name: 'Trust a key' }).click()
      const dialog = page.getByRole('dialog')
      await dialog
        .getByRole('textbox', { name: 'Public key' })
        .fill(await (await page.request.get(`${product.url}/samples/cosign.pub`)).text())
      await dialog.getByLabel('Other repositories').check()
      const field = dialog.getByRole('combobox', { name: 'Find a repository to add' })
      await field.fill('states')
      await expect(dialog.getByRole('option', { name: /workshop\/states/ }).first()).toBeVisible()
      expect(await findViolations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(dialog.getByRole('listbox')).toHaveCount(0)
      await expect(dialog).toBeVisible()
      await field.press('ArrowDown')
      await field.press('Enter')
      await expect(dialog.getByLabel('Repository patterns')).toHaveValue(/workshop\/states/)
      await expect(field).toHaveValue('')
      await expect(field).toBeFocused()
      await field.fill('other/**')
      await field.press('Enter')
      await expect(dialog.getByLabel('Repository patterns')).toHaveValue(/other\/\*\*$/)
      await expect(dialog).toBeVisible()
    })
  })
}

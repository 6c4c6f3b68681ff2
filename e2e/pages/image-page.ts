import { expect, type Locator, type Page } from '@playwright/test'

/** The page of one image, by what a person reads and presses on it. */
export function imagePage(page: Page) {
  const dialog = page.getByRole('dialog')
  return {
    open: (url: string, reference: string, query = '') => page.goto(`${url}/images/${reference}${query}`),
    sentence: page.getByRole('heading', { level: 1 }),
    expectSentence: (text: RegExp) => expect(page.getByRole('heading', { level: 1 })).toHaveText(text),
    signatures: page
      .getByRole('region', { name: 'Signatures' })
      .or(page.locator('section', { has: page.getByRole('heading', { name: 'Signatures' }) })),
    checks: (evidence: Locator) => evidence.getByRole('listitem'),
    tab: (name: string) => page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name }),
    trustButton: page.getByRole('button', { name: 'Trust a key' }),
    dialog,
    /** Drops a file on the page, as from a file manager. */
    drop: async (name: string, content: string | Buffer) => {
      const transfer = await page.evaluateHandle(
        ([fileName = '', base64 = '']) => {
          const data = new DataTransfer()
          data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], fileName))
          return data
        },
        [name, Buffer.from(content).toString('base64')],
      )
      await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer })
      await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    },
    trustFor: async (pattern: string, signer: string) => {
      await expect(dialog.getByRole('heading', { name: 'Trust this key' })).toBeVisible()
      await dialog.getByLabel('Name').fill(signer)
      await dialog.getByRole('radio', { name: `Trust for ${pattern}`, exact: true }).check()
      await dialog.getByRole('button', { name: 'Trust this key' }).click()
      await expect(dialog).toBeHidden()
    },
    packageSearch: page.getByRole('searchbox', { name: 'Search packages' }),
  }
}

import { test as base, expect, type Page } from '@playwright/test'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { findProgram } from '#e2e/find-program.ts'
import { type Product, startProduct } from '#e2e/product.ts'

const hasChromium = findProgram('chromium', 'TOUCHSTONE_CHROMIUM') !== null

type TestFixtures = { readonly product: Product; readonly api: Api; readonly complaints: string[] }
type WorkerFixtures = { readonly shared: Product }

/** What the browser complained about: errors on the console, exceptions, and what the content policy blocked. */
function collectComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) {
      complaints.push(`${message.text()} (${message.location().url})`)
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

/** A server of its own for every test, since trust is shared by all pages; `shared` is for tests that change nothing. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what is needed.
    async ({}, use) => {
      const product = await startProduct()
      await use(product)
      await product.stop()
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  product: async ({}, use) => {
    const product = await startProduct()
    await use(product)
    await product.stop()
  },
  api: async ({ product }, use) => {
    await use(apiOf(product.url))
  },
  complaints: [
    async ({ page }, use) => {
      const complaints = collectComplaints(page)
      await use(complaints)
      expect(complaints, 'the browser had nothing to complain about').toEqual([])
    },
    { auto: true },
  ],
})

test.skip(!hasChromium, 'No Chromium. On Debian: apt-get install chromium')

export { expect }

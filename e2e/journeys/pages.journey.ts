import type { Page } from '@playwright/test'
import { demo } from '#e2e/fixtures/sample-keys.ts'
import { allPages } from './all-pages.ts'
import { findViolations } from './find-violations.ts'
import { expect, test } from './journey.ts'

const widths = [360, 768, 2560]

/** The widths at which the page is wider than its window. */
async function findOverflow(page: Page): Promise<number[]> {
  const found: number[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (overflow > 0) found.push(width)
  }
  return found
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`every page, ${theme}`, () => {
    test.use({ colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } })
    for (const { name, path, ready } of allPages) {
      test(`${name}: opened first it has its data, axe finds nothing, nothing scrolls sideways`, async ({
        page,
        shared,
        complaints,
      }) => {
        await page.goto(shared.url + path)
        await expect(page.locator('body')).toContainText(ready)
        expect(await findViolations(page)).toEqual([])
        expect(await findOverflow(page)).toEqual([])
        // The browser logs the status of a page's own request for an image that is not there; that is its answer.
        if (name === 'image-missing') {
          complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes('404')))
        }
      })
    }
  })
}

test('every page has a nonce of its own, and no inline script without it', async ({ page, shared }) => {
  const nonces = new Set<string>()
  for (const { path } of allPages) {
    const response = await page.request.get(shared.url + path)
    const policy = response.headers()['content-security-policy'] ?? ''
    const nonce = /'nonce-([A-Za-z0-9+/=_-]{16,})'/.exec(policy)?.[1] ?? ''
    expect(nonce, path).not.toBe('')
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/)
    expect(policy).not.toContain("'unsafe-eval'")
    expect(policy).toMatch(/frame-ancestors 'none'/)
    nonces.add(nonce)
    const html = await response.text()
    const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map((match) => match[1] ?? '')
    expect(
      scripts.filter((attributes) => !attributes.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([])
    expect(response.headers()['x-content-type-options']).toBe('nosniff')
  }
  expect(nonces.size).toBe(allPages.length)
})

test('keyboard: skip link, command menu, search and rows', async ({ page, shared }) => {
  await page.goto(`${shared.url}/repositories/${demo}`)
  await expect(page.locator('body')).toContainText('7 tags checked')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Control+k')
  const menu = page.getByRole('dialog', { name: 'Command menu' })
  await expect(menu).toBeVisible()
  await page.keyboard.type(`${demo}:v2`)
  await expect(menu.getByText('Inspect')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/hummingbird-demo:v2/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Signed')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
})

test('a click on a button whose code is still on its way is kept until it has come', async ({ page, shared }) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const address = `${shared.url}/images/${demo}:v1?tab=sbom`
  // What the page names runs first; what comes after that is the code of the tab.
  const named = await (await page.request.get(address)).text()
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    if (!named.includes(name)) await released
    await route.continue()
  })
  const looked = page.waitForResponse((response) => response.url().endsWith('/api/v1/looks'))
  await page.goto(address)
  await looked
  await page.getByRole('button', { name: 'bash', exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  release()
  await expect(page.getByRole('dialog', { name: 'bash' })).toBeVisible()
})

test('a filter is in the address, and the address brings it back', async ({ page, shared }) => {
  await page.goto(`${shared.url}/repositories/${demo}?state=invalid`)
  await expect(page.getByRole('link', { name: 'nightly', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'v1', exact: true })).toHaveCount(0)
  await page.goto(`${shared.url}/images/${demo}:v1?tab=sbom&q=openssl`)
  await expect(page.getByRole('searchbox', { name: 'Search packages' })).toHaveValue('openssl')
  await page.reload()
  await expect(page.getByRole('searchbox', { name: 'Search packages' })).toHaveValue('openssl')
})

test('what images say is shown as text', async ({ page, shared }) => {
  await page.goto(`${shared.url}/repositories?q=${encodeURIComponent('<img src=x onerror=document.title=1>')}`)
  await expect(page.getByRole('main')).toBeVisible()
  expect(await page.title()).not.toBe('1')
})

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { apiOf } from '#e2e/api-client.ts'
import { productRoot } from '#e2e/build-product.ts'
import { findProgram } from '#e2e/find-program.ts'
import { demo, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { allPages } from '#e2e/journeys/all-pages.ts'
import { startProduct } from '#e2e/product.ts'

// npm run screens [-- name …]: every screen in both themes and three widths as .screens/*.png.

const executablePath = findProgram('chromium', 'TOUCHSTONE_CHROMIUM')
if (executablePath === null) throw new Error('Chromium is missing: apt-get install chromium')
const folder = join(productRoot, '.screens')
await mkdir(folder, { recursive: true })
const asked = process.argv.slice(2)
const trusted = { name: 'image-verified', path: `/images/${demo}:v1`, ready: /whom you trust/ }
const tagsTrusted = { name: 'tags-verified', path: `/repositories/${demo}`, ready: /7 tags checked/ }
const withKey = [
  trusted,
  tagsTrusted,
  { ...trusted, name: 'image-verified-sbom', path: `${trusted.path}?tab=sbom`, ready: /166 packages/ },
  { name: 'keys-with-one', path: '/keys', ready: /Workshop/ },
  { name: 'overview-used', path: '/', ready: /Looked at last/ },
]
const isAsked = ({ name }: { name: string }) => asked.length === 0 || asked.includes(name)

const product = await startProduct()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })

async function draw(pages: readonly { name: string; path: string; ready: RegExp }[]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280, 2560]) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: width === 360 ? 740 : 900 },
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      for (const { name, path, ready } of pages.filter(isAsked)) {
        await page.goto(product.url + path)
        await page
          .getByText(ready)
          .first()
          .waitFor({ timeout: 15_000 })
          .catch(() => console.log(`${name}: ${ready} did not appear`))
        await page.waitForLoadState('networkidle').catch(() => undefined)
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true })
      }
      await context.close()
    }
  }
}

try {
  await draw(allPages)
  await apiOf(product.url).post('/keys', {
    pem: workshopKey,
    name: 'Workshop',
    trust: { repositories: ['workshop/*'] },
  })
  await draw(withKey)
  console.log(`screens are in ${folder}`)
} finally {
  await browser.close()
  await product.stop()
}

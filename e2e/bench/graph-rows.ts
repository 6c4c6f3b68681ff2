import { chromium, type Page } from '@playwright/test'
import { findProgram } from '#e2e/find-program.ts'
import { demo } from '#e2e/fixtures/sample-keys.ts'
import { startProduct } from '#e2e/product.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { exampleDigest, identityEvidence } from '#lib/testing/example-evidence.ts'
import { atMost, type Row } from './row.ts'
import { median } from './statistics.ts'

/** With what they share, 96 signatures by one identity are 201 nodes. */
const signatures = 96
const wanted = 200
const runs = 9

/** The verdict of the page with other evidence: what is measured is the picture, from a press to what can be used. */
async function showMany(page: Page): Promise<void> {
  await page.route('**/api/v1/verdict?*', async (route) => {
    const verdict = (await (await route.fetch()).json()) as VerdictDto
    const evidence = Array.from({ length: signatures }, (_, number) => {
      const { subject, ...one } = identityEvidence(number)
      return { ...one, annotations: {}, subject: subject === exampleDigest ? verdict.digest : subject }
    })
    await route.fulfill({ json: { ...verdict, signatures: evidence, attestations: [] } })
  })
  await page.getByRole('button', { name: 'Check again' }).click()
  // Their list is there: what is pressed next has its code, and is no mere link any more.
  await page.locator('[data-evidence]').nth(40).waitFor()
}

/** Milliseconds from the press of “Graph” until its nodes are painted and the first takes the keyboard. */
function timeToGraph(page: Page): Promise<number> {
  return page.evaluate(async (least) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent === 'Graph')
    const started = performance.now()
    link?.click()
    while (document.querySelectorAll('[data-kind]').length < least) await frame()
    document.querySelector<HTMLElement>('[data-kind][tabindex="0"]')?.focus()
    await frame()
    const passed = performance.now() - started
    return document.activeElement?.hasAttribute('data-kind') === true ? passed : Number.NaN
  }, wanted)
}

/** The trust graph of 200 nodes, once its code is there. */
export async function measureGraph(): Promise<Row[]> {
  const executablePath = findProgram('chromium', 'TOUCHSTONE_CHROMIUM')
  if (executablePath === null) {
    console.log('graph: skipped, Chromium is missing')
    return []
  }
  const product = await startProduct()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${product.url}/images/${demo}:v1`)
    await showMany(page)
    const times: number[] = []
    for (let run = 0; run < runs; run++) {
      times.push(await timeToGraph(page))
      await page.getByRole('link', { name: 'Timeline' }).click()
      await page.getByRole('heading', { name: 'When it happened' }).waitFor()
    }
    const [first = Number.NaN, ...later] = times
    const detail = `first, with its code: ${first.toFixed(0)} ms; ${later.map((ms) => ms.toFixed(0)).join(', ')}`
    return [atMost(`trust graph of ${wanted} nodes: press to usable`, median(later), 'ms', 100, detail)]
  } finally {
    await browser.close()
    await product.stop()
  }
}

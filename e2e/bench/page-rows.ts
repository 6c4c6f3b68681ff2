import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { findProgram } from '#e2e/find-program.ts'
import { demo } from '#e2e/fixtures/sample-keys.ts'
import { allPages } from '#e2e/journeys/all-pages.ts'
import { startProduct } from '#e2e/product.ts'
import { startBenchServer } from './bench-server.ts'
import { measureLighthouse } from './lighthouse-rows.ts'
import { atMost, type Row } from './row.ts'
import { median, timeOf } from './statistics.ts'

type Weight = { script: number; style: number }

/** Bytes as they travel, everything that is fetched until the network is idle. */
async function weigh(page: Page, session: CDPSession, url: string): Promise<Weight> {
  const kinds = new Map<string, string>()
  const weight: Weight = { script: 0, style: 0 }
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (kind === 'Script') weight.script += encodedDataLength
    if (kind === 'Stylesheet') weight.style += encodedDataLength
  })
  await session.send('Network.enable')
  await page.goto(url, { waitUntil: 'networkidle' })
  return weight
}

async function withPage<Result>(
  browser: Browser,
  use: (page: Page, session: CDPSession) => Promise<Result>,
): Promise<Result> {
  // `next start` sends gzip; a browser on loopback would also take Brotli from a proxy in front.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, extraHTTPHeaders: {} })
  const page = await context.newPage()
  try {
    return await use(page, await context.newCDPSession(page))
  } finally {
    await context.close()
  }
}

async function measureWeights(browser: Browser, url: string): Promise<Row[]> {
  const rows: { name: string; weight: Weight }[] = []
  for (const { name, path } of allPages)
    rows.push({ name, weight: await withPage(browser, (page, session) => weigh(page, session, url + path)) })
  const heaviest = (kind: keyof Weight) => rows.reduce((a, b) => (b.weight[kind] > a.weight[kind] ? b : a))
  const row = (what: string, kind: keyof Weight, limit: number) => {
    const { name, weight } = heaviest(kind)
    const all = rows.map((one) => `${one.name} ${(one.weight[kind] / 1000).toFixed(0)}`).join(', ')
    return atMost(what, weight[kind] / 1000, 'kB', limit, `heaviest: ${name}; ${all}`)
  }
  return [row('JavaScript of the first view', 'script', 190), row('CSS of the first view', 'style', 20)]
}

/** Milliseconds from the start of the navigation until the page shows what was asked for. */
async function timeToDatum(
  page: Page,
  session: CDPSession,
  url: string,
  slowdown: number,
  pattern: string,
): Promise<number> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.addInitScript((text) => {
    const look = () => {
      if (!new RegExp(text).test(document.body?.innerText ?? '')) return requestAnimationFrame(look)
      Object.assign(globalThis, { datumAt: performance.now() })
      return 0
    }
    requestAnimationFrame(look)
  }, pattern)
  await page.goto(url)
  const handle = await page.waitForFunction(() => (globalThis as { datumAt?: number }).datumAt)
  return (await handle.jsonValue()) ?? Number.NaN
}

async function measureData(browser: Browser, url: string): Promise<Row[]> {
  const pages = [
    { name: 'image', path: `/images/${demo}:v1`, pattern: 'Signed, but not' },
    { name: 'tags', path: `/repositories/${demo}`, pattern: 'nightly' },
  ]
  const rows: Row[] = []
  for (const [slowdown, limit] of [
    [1, 500],
    [4, 1300],
  ] as const) {
    for (const { name, path, pattern } of pages) {
      const times: number[] = []
      for (let repeat = 0; repeat < 5; repeat++) {
        times.push(
          await withPage(browser, (page, session) => timeToDatum(page, session, url + path, slowdown, pattern)),
        )
      }
      rows.push(atMost(`first datum, ${name} page, CPU ${slowdown} × slower`, median(times), 'ms', limit))
    }
  }
  return rows
}

/** Runs `measure` with a browser against a server that has shown every page once; no rows without Chromium. */
async function withBrowser(measure: (browser: Browser, url: string) => Promise<Row[]>): Promise<Row[]> {
  const executablePath = findProgram('chromium', 'TOUCHSTONE_CHROMIUM')
  if (executablePath === null) {
    console.log('skipped: Chromium is missing')
    return []
  }
  const product = await startProduct()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    for (const { path } of allPages) await (await fetch(product.url + path)).text()
    return await measure(browser, product.url)
  } finally {
    await browser.close()
    await product.stop()
  }
}

/** What every page weighs as it travels. */
export const measureWeight = (): Promise<Row[]> => withBrowser(measureWeights)

/** How soon a page shows what was asked for. */
export const measureFirstDatum = (): Promise<Row[]> => withBrowser(measureData)

/** Lighthouse's opinion of the image page. */
export const measureScores = (): Promise<Row[]> =>
  withBrowser((browser, url) =>
    measureLighthouse(
      findProgram('chromium', 'TOUCHSTONE_CHROMIUM') ?? browser.browserType().executablePath(),
      `${url}/images/${demo}:v1`,
    ),
  )

/** What the server needs to start, and when nothing happens. */
export async function measureServer(): Promise<Row[]> {
  const starts: number[] = []
  for (let repeat = 0; repeat < 3; repeat++) {
    let stop = async () => {}
    const start = async () => {
      stop = (await startProduct()).stop
    }
    starts.push(await timeOf(start))
    await stop()
  }
  const server = await startBenchServer()
  try {
    await (await fetch(server.product.url)).text()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    return [
      atMost('start of a built server to the first answer', median(starts) / 1000, 's', 2),
      atMost('memory of the idle server, after the first page', server.memory(), 'MB', 200),
    ]
  } finally {
    await server.stop()
  }
}

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse, { desktopConfig } from 'lighthouse'
import { freePort } from '#e2e/free-port.ts'
import { endProcess } from '#e2e/registries/start-registry.ts'
import { atLeast, type Row } from './row.ts'
import { median } from './statistics.ts'

async function startChromium(
  executablePath: string,
  profile: string,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const port = await freePort()
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    `--remote-debugging-port=${port}`,
    `--user-data-dir=${profile}`,
    'about:blank',
  ]
  const child = spawn(executablePath, args, { stdio: 'ignore' })
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/json/version`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isUp) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { port, stop: () => endProcess(child) }
}

/** One run in a browser of its own; null when Lighthouse could not measure, as when its trace came to nothing. */
async function scorePage(executablePath: string, url: string, form: 'mobile' | 'desktop'): Promise<number | null> {
  const profile = await mkdtemp(join(tmpdir(), 'touchstone-lighthouse-'))
  const { port, stop } = await startChromium(executablePath, profile)
  try {
    const result = await lighthouse(
      url,
      { port, onlyCategories: ['performance'], logLevel: 'error' },
      form === 'desktop' ? desktopConfig : undefined,
    )
    return result?.lhr.categories.performance?.score ?? null
  } finally {
    await stop()
    await rm(profile, { recursive: true, force: true }).catch(() => undefined)
  }
}

const wantedRuns = 6
// Beyond them it is the page that cannot be measured.
const maxRuns = 9

/** Lighthouse's performance score, median of five after one run that does not count. */
export async function measureLighthouse(executablePath: string, url: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const [form, limit] of [
    ['mobile', 0.92],
    ['desktop', 0.98],
  ] as const) {
    const scores: number[] = []
    for (let run = 0; run < maxRuns && scores.length < wantedRuns; run++) {
      const score = await scorePage(executablePath, url, form)
      if (score !== null) scores.push(score)
    }
    if (scores.length < wantedRuns) throw new Error(`Lighthouse measured the page ${scores.length} times in ${maxRuns}`)
    rows.push(atLeast(`Lighthouse, image page, ${form}`, median(scores.slice(1)), '', limit, scores.join(' ')))
  }
  return rows
}

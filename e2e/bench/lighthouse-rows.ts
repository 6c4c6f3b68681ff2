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

/** Lighthouse's performance score, median of five after one run that does not count. */
export async function measureLighthouse(executablePath: string, url: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const [form, limit] of [
    ['mobile', 0.92],
    ['desktop', 0.98],
  ] as const) {
    const scores: number[] = []
    for (let run = 0; run < 6; run++) {
      const profile = await mkdtemp(join(tmpdir(), 'touchstone-lighthouse-'))
      const { port, stop } = await startChromium(executablePath, profile)
      try {
        const flags = { port, onlyCategories: ['performance'], logLevel: 'error' } as const
        const result = await lighthouse(
          url,
          { ...flags, onlyCategories: [...flags.onlyCategories] },
          form === 'desktop' ? desktopConfig : undefined,
        )
        scores.push(result?.lhr.categories.performance?.score ?? Number.NaN)
      } finally {
        await stop()
        await rm(profile, { recursive: true, force: true }).catch(() => undefined)
      }
    }
    rows.push(atLeast(`Lighthouse, image page, ${form}`, median(scores.slice(1)), '', limit, scores.join(' ')))
  }
  return rows
}

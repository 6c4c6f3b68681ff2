import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProduct } from './build-product.mjs'
import { check } from './check.mjs'
import { addCounts, countPlaywright, countVitest, formatCounts, toCounts } from './counts.mjs'
import { assertNodeForSetup, findNode, toProductEnv } from './find-node.mjs'
import { installDependencies } from './install-dependencies.mjs'
import { inRoot, runMain, say } from './project.mjs'
import { runProgram } from './run-program.mjs'
import { hasProgram, installSystemPrograms } from './system-programs.mjs'

async function runIntegration(env, folder) {
  const report = join(folder, 'integration.json')
  const parameters = [
    'run',
    '--project',
    'integration',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]
  const { code } = await runProgram(inRoot('node_modules/.bin/vitest'), parameters, { env })
  return countVitest(report, code)
}

async function runBrowser(env, folder) {
  if (!hasProgram('chromium')) return toCounts(0, 0, 1)
  const report = join(folder, 'browser.json')
  const parameters = ['test', '--reporter=list,json']
  const { code } = await runProgram(inRoot('node_modules/.bin/playwright'), parameters, {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  return countPlaywright(report, code)
}

async function runAll() {
  const node = findNode()
  const env = toProductEnv(node)
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-test-'))
  const results = []
  const step = async (name, run) => {
    say(`\n── ${name}`)
    const counts = await run()
    results.push({ name, counts })
  }
  await step('check', () => check(node))
  await buildProduct(node)
  await step('integration', () => runIntegration(env, folder))
  await step('browser', () => runBrowser(env, folder))
  rmSync(folder, { recursive: true, force: true })
  say('')
  for (const { name, counts } of results) say(`${name}: ${formatCounts(counts)}`)
  return addCounts(results.map(({ counts }) => counts))
}

await runMain(async () => {
  assertNodeForSetup()
  await installDependencies()
  await installSystemPrograms()
  const counts = await runAll()
  // For a caller that adds up several runs.
  const summary = process.env.TOUCHSTONE_SUMMARY
  if (summary) {
    mkdirSync(join(summary, '..'), { recursive: true })
    writeFileSync(summary, JSON.stringify(counts))
  }
  say(`\n${formatCounts(counts)}`)
  return counts.failed === 0 ? 0 : 1
})

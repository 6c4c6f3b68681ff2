import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkLock } from './check-lock.mjs'
import { addCounts, countVitest, formatCounts, ofExit, toCounts } from './counts.mjs'
import { assertNodeForSetup, findNode, toProductEnv } from './find-node.mjs'
import { installDependencies } from './install-dependencies.mjs'
import { inRoot, runMain, say } from './project.mjs'
import { runProgram } from './run-program.mjs'

const program = (name) => inRoot('node_modules/.bin', name)

/** The steps, those that take longest first; every one is independent of the others. */
function listSteps(node, folder) {
  const env = { ...toProductEnv(node), NO_COLOR: '1', FORCE_COLOR: '' }
  const run = (name, parameters) => runProgram(program(name), parameters, { env, quiet: true })
  const report = join(folder, 'unit.json')
  return [
    {
      name: 'unit tests',
      run: () =>
        run('vitest', [
          'run',
          '--project',
          'unit',
          '--project',
          'screens',
          '--reporter=default',
          '--reporter=json',
          `--outputFile=${report}`,
        ]),
      count: ({ code }) => countVitest(report, code),
    },
    {
      name: 'types',
      run: async () => {
        const generated = await run('next', ['typegen'])
        return generated.code === 0 ? run('tsc', ['--noEmit', '-p', '.']) : generated
      },
    },
    { name: 'format and lint', run: () => run('biome', ['ci', '--colors=off', '--error-on-warnings', '.']) },
    { name: 'unused code', run: () => run('knip', ['--no-progress']) },
    {
      name: 'import direction',
      run: () => runProgram(node.path, [inRoot('lib/setup/check-imports.mjs')], { env, quiet: true }),
    },
    {
      name: 'lock file',
      run: async () => {
        const problems = await checkLock()
        return { code: problems.length === 0 ? 0 : 1, output: problems.join('\n') }
      },
    },
  ]
}

/** Runs every step, two at a time, and answers the counts of all. */
export async function check(node) {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-check-'))
  const waiting = listSteps(node, folder)
  const counts = []
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const started = Date.now()
      const result = await step.run()
      const count = step.count?.(result) ?? ofExit(result.code)
      counts.push(count)
      const isGood = count.failed === 0
      if (!isGood) say(`\n${result.output.trim()}\n`)
      say(
        `${isGood ? '✓' : '✗'} ${step.name}: ${step.count ? formatCounts(count) : isGood ? 'good' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
      )
    }
  }
  await Promise.all([work(), work()])
  rmSync(folder, { recursive: true, force: true })
  return counts.length === 0 ? toCounts(0, 1) : addCounts(counts)
}

if (process.argv[1] === inRoot('lib/setup/check.mjs')) {
  await runMain(async () => {
    assertNodeForSetup()
    await installDependencies()
    const counts = await check(findNode())
    say(`\ncheck: ${formatCounts(counts)}`)
    return counts.failed === 0 ? 0 : 1
  })
}

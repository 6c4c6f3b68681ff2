import { runProgram } from './run-program.mjs'

/** Runs npm, the one that started this program where there is one. */
export function runNpm(parameters, env = {}) {
  const npm = process.env.npm_execpath
  const isNpm = npm !== undefined && /npm-cli\.c?js$/.test(npm)
  return isNpm
    ? runProgram(process.execPath, [npm, ...parameters], { env, quiet: true })
    : runProgram('npm', parameters, { env, quiet: true })
}

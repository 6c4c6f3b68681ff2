import { spawn } from 'node:child_process'
import { root } from './project.mjs'

/**
 * Runs a program in the project's folder and waits for its end. `quiet` keeps its output for the caller instead of
 * showing it. Answers `{ code, output }`; a program that cannot be started has code 127.
 */
export function runProgram(file, parameters, { env = {}, quiet = false, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, parameters, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    const forget = forwardSignals(child)
    const end = (code) => {
      forget()
      resolve({ code, output: Buffer.concat(chunks).toString() })
    }
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message))
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/** Hands SIGTERM, SIGINT and SIGHUP on to `child`; answers a function that stops doing so. */
export function forwardSignals(child) {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP']
  const forward = (signal) => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the project. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const inRoot = (...parts) => join(root, ...parts)

/** The build's folder, relative to the project. */
export const distDir = process.env.TOUCHSTONE_DIST_DIR || '.next'

export const say = (text) => process.stdout.write(`${text}\n`)

/** Ends the program with a sentence for its user instead of a stack. */
export class SetupError extends Error {}

/** Runs `main` and turns a `SetupError` into its sentence and exit code 1. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    process.stderr.write(`${error instanceof SetupError ? error.message : (error?.stack ?? error)}\n`)
    process.exitCode = 1
  }
}

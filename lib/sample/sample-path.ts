import { resolve } from 'node:path'

/** Absolute path of the built-in sample layouts; the server is started in the project's folder. */
export const samplePath = resolve(/* turbopackIgnore: true */ process.cwd(), 'lib/sample/layouts')

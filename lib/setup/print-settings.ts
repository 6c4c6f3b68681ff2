import { loadConfig } from '#lib/config/load-config.ts'
import { isAppError } from '#lib/errors/app-error.ts'

/** Prints what `npm start` needs to know of the configuration, or the sentence about what is wrong with it. */
try {
  const { listen, baseUrl, dataDirectory } = await loadConfig(process.env)
  process.stdout.write(JSON.stringify({ listen, baseUrl, dataDirectory }))
} catch (error) {
  if (!isAppError(error, 'CONFIG_INVALID')) throw error
  process.stderr.write(`CONFIG_INVALID: ${error.message}\n`)
  process.exitCode = 1
}

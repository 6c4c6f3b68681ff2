import { isAppError } from '#lib/errors/app-error.ts'
import { keepRootsFresh } from '#lib/inspection/roots/refresh-roots.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'
import { endOpenWork } from '#lib/runtime/shutdown.ts'

// New connections are refused at once; what is being answered has this long before it is given up.
const graceMs = 2_500
const lastMomentMs = 6_000
const parentPauseMs = 1_000

for (const [signal, exitCode] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const) {
  process.once(signal, () => {
    setTimeout(endOpenWork, graceMs).unref()
    setTimeout(() => process.exit(exitCode), lastMomentMs).unref()
  })
}

// A launcher that was killed cannot hand its signal on; without it nobody would ever stop this server.
const parent = Number(process.env.TOUCHSTONE_PARENT)
if (parent > 0 && process.ppid === parent) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, parentPauseMs).unref()
}

await getRuntime().then(
  ({ config, log, store, roots, now }) => {
    log.info({ host: config.listen.host, port: config.listen.port }, 'the server starts')
    const problem = store.problem()
    if (problem !== null) log.error({ err: problem }, 'nothing can be changed; what is stored can be read')
    if (!config.trustedRoots.refresh) return
    keepRootsFresh(roots, {
      now,
      report: ({ name }, error) =>
        error === null
          ? log.info({ root: name }, 'a trusted root is up to date')
          : log.info({ root: name, reason: error.message }, 'a trusted root could not be renewed; the copy stays'),
      onFault: (error) => log.error({ err: error }, 'renewing the trusted roots failed'),
    })
  },
  (error: unknown) => {
    // A disk that is full or a database that is away may come back; a wrong configuration does not.
    const sentence = isAppError(error) ? `${error.code}: ${error.message}` : String(error)
    process.stderr.write(`${sentence}\n`)
    if (isAppError(error, 'CONFIG_INVALID')) process.exit(1)
  },
)

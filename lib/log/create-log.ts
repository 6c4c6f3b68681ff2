import { type Logger, pino } from 'pino'
import type { Config } from '#lib/config/load-config.ts'
import { isAppError } from '#lib/errors/app-error.ts'

export type Log = Logger

/** Members that never reach the log, at the top and one level down. Whole requests and configurations are not logged. */
const secretMembers = [
  'password',
  'token',
  'identityToken',
  'credentials',
  'dockerConfig',
  'clientKeyPem',
  'sealKey',
  'databaseUrl',
  'authorization',
  'cookie',
  'set-cookie',
  'pem',
]

const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, '[private key]'],
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi, '$1 [secret]'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[secret]@'],
  [
    /([?&](?:access_token|refresh_token|token|password|client_secret|sig(?:nature)?|X-Amz-[A-Za-z-]+)=)[^&\s"]+/gi,
    '$1[secret]',
  ],
]

/** Takes out what looks like a secret, wherever it stands in a text that others wrote. */
export function toSafeText(text: string): string {
  return secretTexts.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), text)
}

type LoggedError = {
  type: string
  message: string
  code?: string
  context?: object
  stack?: string
  cause?: LoggedError
}

const maxCauses = 4

function toLoggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: toSafeText(String(error)) }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const stack = error.stack === undefined ? {} : { stack: toSafeText(error.stack) }
  const context = isAppError(error) ? { context: error.context } : {}
  const cause = error.cause === undefined || depth >= maxCauses ? {} : { cause: toLoggedError(error.cause, depth + 1) }
  return { type: error.name, message: toSafeText(error.message), ...code, ...context, ...stack, ...cause }
}

/** Structured logs, one JSON object a line on the standard output; levels by TOUCHSTONE_LOG_LEVEL. */
export function createLog(config: Pick<Config, 'logLevel'>, stream?: { write(line: string): void }): Log {
  const options = {
    level: config.logLevel,
    base: { name: 'touchstone' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretMembers.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[secret]' },
    serializers: { err: (error: unknown) => toLoggedError(error), error: (error: unknown) => toLoggedError(error) },
  }
  return stream === undefined ? pino(options) : pino(options, stream)
}

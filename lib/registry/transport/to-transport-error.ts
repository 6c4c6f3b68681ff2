import { AppError, isAppError } from '#lib/errors/app-error.ts'

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])
const nameCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL', 'ENODATA'])
const parserCode = /^(?:HPE_|UND_ERR_(?:HEADERS_OVERFLOW|RES_))/
// Certificate failures of Node and OpenSSL, and alerts about ours.
const certificateCode =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_SSL_.*(?:CERT|ALERT|CA))/

/** The code of Node's or undici's error, or of the first of the errors of several addresses. */
export function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  if (error instanceof AggregateError) return errorCodeOf(error.errors[0])
  return error.cause === undefined ? '' : errorCodeOf(error.cause)
}

/** Whether a handshake failed because the other side does not speak TLS at all. */
export function isNoTls(error: unknown): boolean {
  const code = isAppError(error) ? error.context.cause : errorCodeOf(error)
  return (
    typeof code === 'string' &&
    [
      'EPROTO',
      'ECONNRESET',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_PACKET_LENGTH_TOO_LONG',
      'ERR_SSL_HTTP_REQUEST',
    ].includes(code)
  )
}

const isTlsFailure = (code: string, url: URL): boolean =>
  certificateCode.test(code) || (url.protocol === 'https:' && (code === 'EPROTO' || code.startsWith('ERR_SSL_')))

/** Turns a failed exchange into its code. `started`: the answer's headers had come. Messages never quote upstream text. */
export function toTransportError(error: unknown, url: URL, started: boolean): AppError {
  if (isAppError(error)) return error
  const code = errorCodeOf(error)
  const options = { cause: error, context: { host: url.host, cause: code } }
  if (timeoutCodes.has(code)) return new AppError('REGISTRY_TIMEOUT', `${url.host} did not answer in time.`, options)
  if (isTlsFailure(code, url)) {
    return new AppError('REGISTRY_TLS', `The TLS connection to ${url.host} failed: ${describeTls(code)}.`, options)
  }
  if (nameCodes.has(code)) return new AppError('REGISTRY_UNREACHABLE', `${url.hostname} has no address.`, options)
  if (parserCode.test(code)) {
    return new AppError('REGISTRY_PROTOCOL', `${url.host} does not answer as HTTP prescribes.`, options)
  }
  if (started) return new AppError('REGISTRY_PROTOCOL', `The answer of ${url.host} broke off.`, options)
  return new AppError('REGISTRY_UNREACHABLE', `The connection to ${url.host} was refused or dropped.`, options)
}

function describeTls(code: string): string {
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'its certificate is self-signed'
  if (code === 'SELF_SIGNED_CERT_IN_CHAIN') return 'its certificate is by an authority that is not trusted here'
  if (code.startsWith('UNABLE_TO_')) return 'the authority of its certificate is not trusted here'
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired'
  if (code === 'CERT_NOT_YET_VALID') return 'its certificate is not valid yet'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another name'
  if (code.includes('CERTIFICATE_REQUIRED') || code.includes('BAD_CERTIFICATE'))
    return 'it asks for a client certificate'
  return code
}

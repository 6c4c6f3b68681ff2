import { AppError, isAppError } from '#lib/errors/app-error.ts'

/**
 * What a failed update means. tuf-js exports no classes of errors and wraps some in others by their text, so its sentences are
 * all there is to tell by; each is held by a test.
 */
export function toRootError(error: unknown, failure: AppError | null, host: string): AppError {
  if (failure !== null) return toFetchError(failure, host)
  if (isAppError(error)) return error
  const text = error instanceof Error ? error.message : String(error)
  const options = { cause: error, context: { host } }
  if (/ is expired$/.test(text)) {
    const file = /([a-z0-9]+)\.json is expired$/.exec(text)?.[1] ?? 'metadata'
    return new AppError('TRUST_ROOT_EXPIRED', `The ${file} metadata of ${host} has expired.`, options)
  }
  if (/is less than current version|Expected version \d+, got \d+|Snapshot version doesn't match/.test(text)) {
    return new AppError(
      'TRUST_ROOT_ROLLBACK',
      `${host} serves metadata that is older than what it served before.`,
      options,
    )
  }
  const unsigned = /(root|timestamp|snapshot|targets) was signed by (\d+)\/(\d+) keys/.exec(text)
  if (unsigned !== null) {
    const [, file, count, threshold] = unsigned
    return new AppError(
      'TRUST_ROOT_FOREIGN',
      `The ${file} metadata of ${host} is signed by ${count} of the ${threshold} keys that it takes.`,
      options,
    )
  }
  return new AppError(
    'TRUST_ROOT_METADATA_INVALID',
    `The metadata of ${host} is damaged, or of another shape.`,
    options,
  )
}

/** An address that is not asked stays what it is; all other trouble with the mirror is of one kind. */
function toFetchError(failure: AppError, host: string): AppError {
  const { code, context, message } = failure
  const isOwn = code.startsWith('TRUST_ROOT_') || code === 'REGISTRY_ADDRESS_REFUSED' || code === 'REQUEST_CANCELLED'
  if (isOwn) return failure
  if (code === 'LIMIT_EXCEEDED') {
    return new AppError('TRUST_ROOT_METADATA_INVALID', `A file of ${host} is larger than is read.`, {
      cause: failure,
      context,
    })
  }
  return new AppError('TRUST_ROOT_UNREACHABLE', message.replace(/registry/gi, 'mirror'), { cause: failure, context })
}

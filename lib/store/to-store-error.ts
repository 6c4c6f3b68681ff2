import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'

type StoreCode = Extract<ErrorCode, `STORE_${string}`>

/** SQLite result codes, PostgreSQL SQLSTATEs (Appendix A) and system errors; a prefix ends with `*`. */
const meanings: readonly (readonly [string, StoreCode])[] = [
  ['SQLITE_FULL', 'STORE_FULL'],
  // The shared-memory file of the journal could not grow.
  ['SQLITE_IOERR_SHMSIZE', 'STORE_FULL'],
  ['SQLITE_READONLY*', 'STORE_READ_ONLY'],
  ['SQLITE_PERM', 'STORE_READ_ONLY'],
  ['SQLITE_BUSY*', 'STORE_LOCKED'],
  ['SQLITE_LOCKED*', 'STORE_LOCKED'],
  ['ENOSPC', 'STORE_FULL'],
  ['EDQUOT', 'STORE_FULL'],
  ['EACCES', 'STORE_READ_ONLY'],
  ['EPERM', 'STORE_READ_ONLY'],
  ['EROFS', 'STORE_READ_ONLY'],
  ['53100', 'STORE_FULL'],
  ['25006', 'STORE_READ_ONLY'],
  ['42501', 'STORE_READ_ONLY'],
  ['55P03', 'STORE_LOCKED'],
  ['40P01', 'STORE_LOCKED'],
  ['40001', 'STORE_LOCKED'],
]

const sentences: Readonly<Record<StoreCode, string>> = {
  STORE_FULL: 'The disk that holds the database is full; the change was not kept.',
  STORE_READ_ONLY: 'The database cannot be written; the change was not kept.',
  STORE_LOCKED: 'Another process holds the database; the change was not kept.',
  STORE_UNAVAILABLE: 'The database cannot be opened or does not answer.',
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''

export function toStoreCode(error: unknown): StoreCode {
  const code = codeOf(error)
  const meaning = meanings.find(([name]) => (name.endsWith('*') ? code.startsWith(name.slice(0, -1)) : code === name))
  return meaning?.[1] ?? 'STORE_UNAVAILABLE'
}

/** What callers of the store are told; programmer mistakes pass through unchanged. */
export function toStoreError(error: unknown): unknown {
  if (isAppError(error) || error instanceof TypeError || error instanceof RangeError) return error
  const code = toStoreCode(error)
  const reason = codeOf(error)
  return new AppError(code, sentences[code], { cause: error, ...(reason === '' ? {} : { context: { reason } }) })
}

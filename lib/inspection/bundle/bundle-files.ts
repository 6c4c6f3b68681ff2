import type { ZodType } from 'zod'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { parseStrictJson } from '#lib/evidence/strict-json.ts'

/** The files of an evidence bundle by their names, in the order in which they are written. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>

export const invalidBundle = (why: string, cause?: unknown): AppError =>
  new AppError('EVIDENCE_BUNDLE_INVALID', `This is not an evidence bundle that can be checked: ${why}.`, { cause })

const namePattern =
  /^(?:README\.md|SHA256SUMS|verdict\.json|rules\.json|answers\.json|keys\.pem|certificates\.pem|revocation\.json|revocation\/[0-9a-f]{64}\.der|roots\/[0-9a-f]{64}\.json|image\/(?:oci-layout|index\.json|blobs\/(?:sha256\/[0-9a-f]{64}|sha512\/[0-9a-f]{128})))$/

/** True for the names that a bundle may hold. Whatever else a zip file names, it leads nowhere. */
export const isBundleName = (name: string): boolean => namePattern.test(name)

/** JSON as bundles hold it: indented, ended by a line break. */
export const toJsonFile = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

export function readTextFile(files: BundleFiles, name: string): string {
  const bytes = files.get(name)
  if (bytes === undefined) throw invalidBundle(`it has no file ${name}`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalidBundle(`${name} is not UTF-8 text`, cause)
  }
}

/** Reads one of the JSON files. Throws `EVIDENCE_BUNDLE_INVALID`, naming the member that is wrong. */
export function readJsonFile<Value>(files: BundleFiles, name: string, schema: ZodType<Value>): Value {
  const text = readTextFile(files, name)
  let value: unknown
  try {
    value = parseStrictJson(text, { maxDepth: limits.maxJsonDepth })
  } catch (cause) {
    throw invalidBundle(`${name} is not JSON`, cause)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.map(String).join('.').slice(0, 200) ?? ''
  throw invalidBundle(`${name} is not as it should be at “${where}”`, parsed.error)
}

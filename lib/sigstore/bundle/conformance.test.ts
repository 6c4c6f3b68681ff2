import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { contextFor, toBundleItem } from '#lib/testing/signed-evidence.ts'
import { examineBundle } from '#lib/trust/examine-bundle.ts'
import type { TrustedKey } from '#lib/trust/trust-rule.ts'
import { parsePublicKey } from '../keys/parse-public-key.ts'
import { parseBundle } from './parse-bundle.ts'

const root = resolve(import.meta.dirname, '../../../../shared/vectors/conformance')
const folder = resolve(root, 'bundle-verify')
const cases = existsSync(folder)
  ? readdirSync(folder).filter((name) => statSync(resolve(folder, name)).isDirectory())
  : []

const read = (name: string, file: string) => readFileSync(resolve(folder, name, file))
const has = (name: string, file: string) => existsSync(resolve(folder, name, file))

function examine(name: string): string {
  const keys: TrustedKey[] = []
  if (has(name, 'key.pub')) {
    try {
      const key = parsePublicKey(read(name, 'key.pub').toString())
      keys.push({ ...key, name: null, state: 'active' })
    } catch (error) {
      if (!isAppError(error)) throw error
      return error.code
    }
  }
  const artifact = has(name, 'artifact') ? read(name, 'artifact') : readFileSync(resolve(root, 'a.txt'))
  const subject = digestOf(artifact)
  const bundle = read(name, 'bundle.sigstore.json').toString()
  const mediaType = /"mediaType":\s*"([^"]+)"/.exec(bundle)?.[1]
  const context = contextFor(keys, { subject, subjectBytes: artifact })
  return examineBundle(toBundleItem(bundle, { subject, claimedSubject: subject }, mediaType), context).evidence.state
}

describe.skipIf(cases.length === 0)('Sigstore conformance', () => {
  it.each(cases.filter((name) => !name.endsWith('_fail')))('reads the bundle of %s', (name) => {
    expect(parseBundle(read(name, 'bundle.sigstore.json')).content.kind).toMatch(/message|envelope/)
  })

  it.each(cases.filter((name) => name.endsWith('_fail')))('never verifies %s', (name) => {
    expect(examine(name)).not.toBe('verified')
  })

  it.each(cases.filter((name) => has(name, 'key.pub') && !name.endsWith('_fail')))(
    'verifies %s with its key',
    (name) => {
      expect(examine(name)).toBe('verified')
    },
  )

  it.each(cases.filter((name) => !has(name, 'key.pub') && !name.endsWith('_fail')))(
    'C does not trust %s without a trusted root',
    (name) => {
      expect(examine(name)).toBe('untrusted')
    },
  )
})

import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCheckList } from '#lib/evidence/check-list.ts'
import { contextFor, createSigner, ruleFor } from '#lib/testing/signed-evidence.ts'
import type { TrustedKey, TrustRule } from '#lib/trust/trust-rule.ts'
import { checkSignature, recordUnknownKey, type SignedBytes } from './check-signature.ts'
import { parsePublicKey } from './keys/parse-public-key.ts'
import type { SignedData } from './keys/verify-signature.ts'

const signer = createSigner()
const other = createSigner('other.pub')
const payload = Buffer.from('payload')
const signedBy = (by: typeof signer, changes: Partial<SignedBytes> = {}): SignedBytes => ({
  data: payload,
  signature: by.sign(payload),
  hint: null,
  ...changes,
})

function check(signed: readonly SignedBytes[], keys: readonly TrustedKey[], rules: TrustRule[] = []) {
  const context = contextFor(keys, {}, rules)
  const list = createCheckList()
  const found = checkSignature(list, signed, context)
  if (found.key === null) recordUnknownKey(list, found.untried, context)
  return { found, check: list.checks()[0] }
}

describe('the signature', () => {
  it('is by the known key that made it, and says which and how', () => {
    const { found, check: recorded } = check([signedBy(signer)], [other.key, signer.key])
    expect(found).toEqual({ key: signer.key, signature: expect.any(Uint8Array) })
    expect(recorded).toEqual({
      id: 'signature',
      status: 'passed',
      detail: {
        key: 'release.pub',
        fingerprint: signer.key.fingerprint,
        algorithm: 'ecdsa-p256',
        scheme: 'ecdsa-sha256',
      },
    })
  })

  it('may be any one of several, and says which', () => {
    const signed = [signedBy(other), signedBy(signer)]
    const { found } = check(signed, [signer.key])
    expect(found).toEqual({ key: signer.key, signature: signed[1]?.signature })
  })

  it('S-17 stays open where no known key fits', () => {
    expect(check([signedBy(signer)], [other.key])).toMatchObject({
      found: { key: null, untried: 0 },
      check: { status: 'inconclusive', code: 'SIGNATURE_UNKNOWN_KEY', detail: { keysTried: 1 } },
    })
    expect(check([signedBy(signer)], []).check).toMatchObject({
      code: 'SIGNATURE_UNKNOWN_KEY',
      reason: 'No key is known to try.',
      detail: { keysTried: 0 },
    })
    expect(check([], [signer.key]).found).toEqual({ key: null, untried: 0 })
  })
})

describe('L-04 a payload so large that trying every key would take long', () => {
  const mib = 1024 * 1024
  const megabyte = Buffer.alloc(mib, 'x')
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const right: TrustedKey = {
    ...parsePublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    name: 'right',
    state: 'active',
  }
  const signature = sign('sha384', megabyte, privateKey)
  const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  // A signature of another length than theirs costs them nothing, so that only the counting is left.
  const strangers = (count: number): TrustedKey[] =>
    Array.from({ length: count }, (_, at) => ({
      ...parsedStranger,
      name: null,
      state: 'active',
      fingerprint: at.toString(16).padStart(64, '0'),
    }))
  const parsedStranger = parsePublicKey(pem)
  const large = (hint: string | null = null, data: SignedData = megabyte): SignedBytes[] => [{ data, signature, hint }]
  const isFound = (signed: readonly SignedBytes[], before: number, rules: TrustRule[] = []) => {
    const { found, check: recorded } = check(signed, [...strangers(before), right], rules)
    return found.key === null ? recorded : found.key.name
  }

  it('is tried with 256 MiB of keys and no more, and says how many were not', () => {
    expect(isFound(large(), 255)).toBe('right')
    const reason = 'The payload is too large to be tried with every key.'
    const tooMany = { id: 'signature', status: 'inconclusive', code: 'EVIDENCE_TOO_LARGE', reason }
    expect(isFound(large(), 256)).toMatchObject({ ...tooMany, detail: { keysTried: 256 } })
    expect(isFound(large(), 300)).toMatchObject({ ...tooMany, detail: { keysTried: 256 } })
  })

  it('counts all pieces of it', () => {
    const pieces = [megabyte.subarray(0, 10), megabyte.subarray(10)]
    expect(isFound(large(null, pieces), 255)).toBe('right')
    expect(isFound(large(null, pieces), 256)).toMatchObject({ code: 'EVIDENCE_TOO_LARGE' })
  })

  it('counts the keys once, however many signatures went untried', () => {
    const { check: recorded } = check([...large(), ...large(), ...large()], [...strangers(256), right])
    expect(recorded).toMatchObject({ code: 'EVIDENCE_TOO_LARGE', detail: { keysTried: 0 } })
  })

  it('is tried with the key that it hints at first, in base64 or hexadecimal', () => {
    const bytes = Buffer.from(right.fingerprint, 'hex')
    expect(isFound(large(bytes.toString('base64')), 300)).toBe('right')
    expect(isFound(large(right.fingerprint), 300)).toBe('right')
    expect(isFound(large(right.fingerprint.toUpperCase()), 300)).toBe('right')
    for (const hint of ['', `${right.fingerprint}00`, `00${right.fingerprint}`, right.fingerprint.slice(1)]) {
      expect(isFound(large(hint), 300), hint).toMatchObject({ code: 'EVIDENCE_TOO_LARGE' })
    }
  })

  it('is tried next with the keys that a rule trusts for the repository', () => {
    const stranger = strangers(1)[0] ?? right
    expect(isFound(large(), 300, [ruleFor(right)])).toBe('right')
    expect(isFound(large(stranger.fingerprint), 300, [ruleFor(right)])).toBe('right')
    expect(isFound(large(), 300, [ruleFor(right, { repositories: ['elsewhere/*', 'workshop/*'] })])).toBe('right')
    for (const changes of [
      { repositories: ['elsewhere/*'] },
      { signer: { kind: 'certificate', fingerprint: right.fingerprint } },
    ] as const) {
      expect(isFound(large(), 300, [ruleFor(right, changes)])).toMatchObject({ code: 'EVIDENCE_TOO_LARGE' })
    }
  })
})

import { hash, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { judgeBundle } from '#lib/testing/judge-bundle.ts'
import { toStatement } from '#lib/testing/signed-evidence.ts'
import { createTestInstance, type EntryJson } from '#lib/testing/test-instance.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const certificate = instance.issue()
const signed = instance.signStatement(certificate)
const stamp = instance.stamp(signed.signature)
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')

const judgeEntries = (entries: readonly EntryJson[], stamps: readonly string[] = [stamp], roots = [root]) =>
  judgeBundle(instance.toBundle(signed, entries, stamps), roots)
/** The usual bundle with its one entry changed. */
const judge = (change: (entry: Entry) => void, make: () => EntryJson = () => instance.log(signed)) => {
  const entry = structuredClone(make()) as Entry
  change(entry)
  return judgeEntries([entry])
}
type Entry = {
  logIndex: unknown
  logId: { keyId: string }
  kindVersion: { kind: string; version: string }
  integratedTime?: unknown
  inclusionPromise?: { signedEntryTimestamp: string }
  inclusionProof: {
    logIndex: unknown
    treeSize: unknown
    rootHash: string
    hashes: string[]
    checkpoint: { envelope: string }
  }
  canonicalizedBody: string
}
const other = { state: 'invalid', codes: expect.arrayContaining(['LOG_ENTRY_OTHER']) }
const flip = (text: string): string => {
  const bytes = Buffer.from(text, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return base64(bytes)
}

describe('entries of transparency logs', () => {
  it('holds those that are as they should be, of both versions and together', () => {
    expect(judgeEntries([instance.log(signed)])).toEqual({ state: 'verified', codes: [] })
    expect(judgeEntries([instance.log1Entry(signed)], [])).toEqual({ state: 'verified', codes: [] })
    expect(judgeEntries([instance.log(signed), instance.log1Entry(signed)])).toEqual({ state: 'verified', codes: [] })
  })

  it.each(['log', 'log1Entry'] as const)('T-01 refuses the entry of another signature by the same key (%s)', (log) => {
    const another = instance.signStatement(certificate, toStatement())
    expect(judgeEntries([instance[log](another)])).toMatchObject(other)
    const again = instance.signStatement(certificate)
    expect(judgeEntries([instance[log](again)]), 'over the same statement').toMatchObject(other)
  })

  it.each(['log', 'log1Entry'] as const)('T-02 refuses the entry of another signer and image (%s)', (log) => {
    expect(judgeEntries([instance[log](instance.signStatement(instance.issue(), toStatement()))])).toMatchObject(other)
  })

  it.each(['log', 'log1Entry'] as const)('T-03 refuses an entry that names another certificate (%s)', (log) => {
    const stranger = { ...signed, certificate: instance.issue() }
    expect(judgeEntries([instance[log](stranger)])).toMatchObject(other)
    const { publicKey } = certificate
    const der = publicKey.export({ type: 'spki', format: 'der' })
    const spki = log === 'log' ? der : publicKey.export({ type: 'spki', format: 'pem' })
    expect(judgeEntries([instance[log](signed, { verifier: Buffer.from(spki) })]), 'its bare key').toMatchObject(other)
  })

  const bodyOf = (spec: unknown, changes: object = {}) => ({
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: { hashedRekordV002: spec },
    ...changes,
  })
  const data = { algorithm: 'SHA2_256', digest: base64(hash('sha256', signed.preAuthEncoding, 'buffer')) }
  const signature = {
    content: base64(signed.signature),
    verifier: { x509Certificate: { rawBytes: base64(certificate.der) } },
  }
  it.each([
    ['null', null],
    ['text', 'entry'],
    ['a list', []],
    ['without spec', { apiVersion: '0.0.2', kind: 'hashedrekord' }],
    ['with an empty spec', bodyOf({})],
    ['without signature', bodyOf({ data })],
    ['with a signature that is null', bodyOf({ data, signature: null })],
    ['without verifier', bodyOf({ data, signature: { content: signature.content } })],
    ['with a public key that is null', bodyOf({ data, signature: { ...signature, verifier: { publicKey: null } } })],
    [
      'with two verifiers',
      bodyOf({
        data,
        signature: { ...signature, verifier: { ...signature.verifier, publicKey: { rawBytes: 'AAAA' } } },
      }),
    ],
    ['without digest', bodyOf({ signature })],
    ['with the digest of something else', bodyOf({ data: { ...data, digest: base64(Buffer.alloc(32)) }, signature })],
    ['with a digest of an unknown kind', bodyOf({ data: { ...data, algorithm: 'SHA1' }, signature })],
    ['that says it is of another kind', bodyOf({ data, signature }, { kind: 'dsse' })],
    ['that says it is of another version', bodyOf({ data, signature }, { apiVersion: '0.0.1' })],
  ])('T-04 refuses a body that is %s', (_, body) => {
    expect(judgeEntries([instance.log(signed, { body })])).toMatchObject(other)
  })

  it('T-05 holds a promise to every byte that it is about', () => {
    const change = (one: (entry: Entry) => void) => judge(one, () => instance.log1Entry(signed))
    const broken = { state: 'invalid', codes: expect.arrayContaining(['LOG_PROMISE_INVALID']) }
    expect(
      change((entry) => {
        if (entry.inclusionPromise) entry.inclusionPromise.signedEntryTimestamp = base64('none')
      }),
    ).toMatchObject(broken)
    expect(
      change((entry) => {
        entry.logIndex = '1235'
      }),
    ).toMatchObject(broken)
    expect(
      change((entry) => {
        entry.integratedTime = String(Number(entry.integratedTime) + 1)
      }),
    ).toMatchObject(broken)
    expect(
      change((entry) => {
        entry.integratedTime = undefined
      }),
    ).toMatchObject(broken)
  })

  it('T-06 knows only logs of the trusted root, and those only within their time', () => {
    const unknown = judge((entry) => {
      entry.logId.keyId = flip(entry.logId.keyId)
    })
    expect(unknown.state).not.toBe('verified')
    expect(unknown.codes).toContain('LOG_UNKNOWN')
    const within = (end: string, entry: EntryJson, stamps: string[]) => {
      const changed = structuredClone(root)
      for (const log of changed.tlogs) log.publicKey.validFor.end = end
      return judgeEntries([entry], stamps, [changed])
    }
    expect(within('2026-06-01T11:55:00Z', instance.log(signed), [stamp]).state).toBe('verified')
    expect(within('2026-06-01T11:54:59Z', instance.log(signed), [stamp]).codes).toContain('LOG_PROOF_INVALID')
    expect(within('2026-06-01T11:55:00Z', instance.log1Entry(signed), []).state).toBe('verified')
    expect(within('2026-06-01T11:54:59Z', instance.log1Entry(signed), []).codes).toContain('LOG_PROMISE_INVALID')
  })

  it.each([
    ['in the future', Date.parse('2100-01-01T00:00:00Z') / 1000, 'PROVEN_TIME_IN_FUTURE'],
    ['of nothing', 0, 'LOG_PROMISE_INVALID'],
    ['negative', -1, 'BUNDLE_MALFORMED'],
    ['with a fraction', 1_780_314_900.5, 'BUNDLE_MALFORMED'],
    ['beyond what is exact', 2 ** 63, 'BUNDLE_MALFORMED'],
  ])('T-07 refuses a time of the log that is %s, though the log signed it', (_, at, code) => {
    const judged = judgeEntries([instance.log1Entry(signed, { at })])
    expect(judged).toMatchObject({ state: 'invalid' })
    expect(judged.codes).toContain(code)
  })

  it('T-08 takes no time from an entry that the log did not promise', () => {
    const entry = { ...instance.log1Entry(signed) }
    const { inclusionPromise: _, ...unpromised } = entry
    expect(judgeEntries([unpromised], [])).toMatchObject({ state: 'invalid' })
    expect(judgeEntries([unpromised], []).codes).toContain('CERTIFICATE_NO_TIME')
    expect(judgeEntries([unpromised]).state, 'with a time stamp').toBe('verified')
    const dated = { ...instance.log(signed), integratedTime: '1780314900' }
    expect(judgeEntries([dated], []).codes).toContain('CERTIFICATE_NO_TIME')
  })

  it('T-13 finds no time in an entry of the second version', () => {
    expect(judgeEntries([instance.log(signed)], [])).toMatchObject({ state: 'invalid' })
    expect(judgeEntries([instance.log(signed)], []).codes).toContain('CERTIFICATE_NO_TIME')
  })

  it('T-14 needs the proof in the evidence, and asks no log for it', () => {
    const judged = judge((entry) => Reflect.deleteProperty(entry, 'inclusionProof'))
    expect(judged).toMatchObject({ state: 'invalid' })
    expect(judged.codes).toContain('BUNDLE_LOG_ENTRY_MISSING')
  })

  it('T-15 lets a log speak once (CVE-2026-49834)', () => {
    const again = instance.log(signed, { leaves: 9 })
    for (const entries of [
      [instance.log(signed), instance.log(signed)],
      [instance.log(signed), again],
      [instance.log1Entry(signed), instance.log1Entry(signed, { leaves: 8 })],
    ]) {
      expect(judgeEntries(entries)).toMatchObject({ state: 'invalid' })
      expect(judgeEntries(entries).codes).toContain('LOG_ENTRY_REPEATED')
    }
  })

  it('T-22 says that evidence is of an instance that no trusted root knows', () => {
    const bundle = createTestInstance().sign()
    const judged = judgeBundle(bundle, [root])
    expect(judged.state).not.toBe('verified')
    expect(judged.codes).toEqual(expect.arrayContaining(['CERTIFICATE_UNKNOWN_AUTHORITY']))
  })

  it('T-24 verifies a promise over the four members in their one form', () => {
    const reordered = JSON.stringify({ spec: { signatures: [] }, kind: 'dsse', apiVersion: '0.0.1' })
    const entry = instance.log1Entry(signed) as Entry
    expect(judgeEntries([{ ...entry, canonicalizedBody: base64(reordered) }]).state).toBe('invalid')
    const promised = {
      logIndex: 1234,
      logID: Buffer.from(entry.logId.keyId, 'base64').toString('hex'),
      integratedTime: Number(entry.integratedTime),
      body: entry.canonicalizedBody,
    }
    const otherOrder = sign('sha256', Buffer.from(JSON.stringify(promised)), instance.log1.privateKey)
    const judged = judgeEntries([{ ...entry, inclusionPromise: { signedEntryTimestamp: base64(otherOrder) } }])
    expect(judged.codes).toContain('LOG_PROMISE_INVALID')
  })

  it('T-25 reads old entries of statements, bound by the digest of the envelope', () => {
    const envelope = Buffer.from('{"payload":"…"}')
    const body = {
      apiVersion: '0.0.1',
      kind: 'intoto',
      spec: {
        content: { hash: { algorithm: 'sha256', value: hash('sha256', envelope, 'hex') } },
        publicKey: base64(certificate.pem),
      },
    }
    const entry = {
      ...instance.log1Entry(signed, { body }),
      kindVersion: { kind: 'intoto', version: '0.0.1' },
    }
    // A bundle's envelope is not stored by itself, so that nothing ties such an entry to it.
    expect(judgeEntries([entry])).toMatchObject(other)
  })

  it.each(['rekord', 'helm', 'rpm', 'jar', 'cose', 'tuf', '__proto__', 'constructor'])(
    'T-26 leaves entries of the kind %s unread, and never counts them',
    (kind) => {
      const made = instance.log(signed, { body: { apiVersion: '0.0.1', kind, spec: {} } })
      const judged = judgeEntries([{ ...made, kindVersion: { kind, version: '0.0.1' } }])
      expect(judged.state).not.toBe('verified')
      expect(judged.codes).toContain('LOG_ENTRY_UNSUPPORTED')
    },
  )

  it('T-27 refuses evidence one of whose entries is false, however good the other is', () => {
    const good = instance.log(signed)
    const false1 = { ...(instance.log1Entry(signed) as Entry), inclusionPromise: { signedEntryTimestamp: 'AAAA' } }
    expect(judgeEntries([good, false1]).state).toBe('invalid')
    expect(judgeEntries([false1, good]).state).toBe('invalid')
    const unknown = { ...(instance.log1Entry(signed) as Entry), logId: { keyId: base64(Buffer.alloc(32)) } }
    expect(judgeEntries([good, unknown]).state, 'one of an unknown log beside a good one').toBe('verified')
  })

  it('T-28 asks for an entry where the rule does, and looks nowhere else for it', () => {
    const unlogged = instance.toBundle(signed, [], [stamp])
    expect(judgeBundle(unlogged, [root])).toEqual({ state: 'untrusted', codes: ['LOG_ENTRY_MISSING'] })
    expect(judgeBundle(unlogged, [root], { requireTransparencyLog: false }).state).toBe('verified')
  })
})

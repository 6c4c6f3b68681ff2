import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { InclusionProof, LogEntry } from '#lib/sigstore/bundle/parse-log-entry.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import { computeRoot, hashLeaf } from './merkle-proof.ts'
import { covers, type TransparencyLog } from './transparency-log.ts'
import { verifyInclusion } from './verify-inclusion.ts'
import { verifyPromise } from './verify-promise.ts'

const sha256 = (...parts: Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')
const node = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right)

/** Root and path by the recursive definition (RFC 6962 §2.1), apart from the code under test. */
function split(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) return hashLeaf(only)
  const at = split(leaves.length)
  return node(rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)))
}
function pathOf(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return []
  const at = split(leaves.length)
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))]
}
const leavesOf = (size: number) => Array.from({ length: size }, (_, at) => Buffer.from(`entry ${at}`))

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const spkiOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
const makeLog = (key: KeyObject): TransparencyLog => ({
  origin: 'log.example.com',
  logId: sha256(spkiOf(key)),
  key,
  validity: { start: 0, end: null },
})
const log = makeLog(ec.publicKey)
const ecHint = log.logId.subarray(0, 4)
const edHint = sha256(Buffer.from('log.example.com\n'), Uint8Array.of(1), spkiOf(ed.publicKey).subarray(-32)).subarray(
  0,
  4,
)

function note(text: string, key: KeyObject = ec.privateKey, hint: Uint8Array = ecHint, name = 'log.example.com') {
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(text), key)
  return `\u2014 ${name} ${Buffer.concat([hint, signature]).toString('base64')}\n`
}
const textOf = (size: number | bigint, root: Uint8Array, origin = 'log.example.com') =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`

function makeEntry(size = 7, index = 4, changes: Partial<InclusionProof> = {}): LogEntry {
  const leaves = leavesOf(size)
  const rootHash = rootOf(leaves)
  const text = textOf(size, rootHash)
  return {
    logIndex: 1000n,
    logId: log.logId,
    kind: 'hashedrekord',
    version: '0.0.1',
    integratedTime: 1_700_000_000n,
    promise: null,
    body: leaves[index] ?? Buffer.alloc(0),
    proof: {
      logIndex: BigInt(index),
      treeSize: BigInt(size),
      rootHash,
      hashes: pathOf(index, leaves),
      checkpoint: `${text}\n${note(text)}`,
      ...changes,
    },
  }
}
const faultOf = (entry: LogEntry, by = log) => codeOf(() => verifyInclusion(entry, by))
const withCheckpoint = (checkpoint: string) => makeEntry(7, 4, { checkpoint })

describe('inclusion in a Merkle tree', () => {
  it('follows every path of every small tree', () => {
    for (let size = 1; size <= 33; size += 1) {
      for (let index = 0; index < size; index += 1) expect(faultOf(makeEntry(size, index))).toBeNull()
    }
  })

  it('T accepts no other position, size, leaf or path', () => {
    const position = fc.integer({ min: 1, max: 40 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)))
    fc.assert(
      fc.property(
        position,
        fc.bigInt({ min: -2n, max: 80n }),
        fc.bigInt({ min: 0n, max: 80n }),
        ([size, index], at, of) => {
          const leaves = leavesOf(size)
          const hashes = pathOf(index, leaves)
          const leaf = hashLeaf(leaves[index] ?? Buffer.alloc(0))
          const root = rootOf(leaves)
          const reached = (logIndex: bigint, treeSize: bigint, path = hashes, from = leaf) => {
            try {
              return Buffer.compare(computeRoot(from, { logIndex, treeSize, hashes: path }), root) === 0
            } catch (error) {
              expect(error).toBeInstanceOf(RangeError)
              return false
            }
          }
          expect(reached(BigInt(index), BigInt(size))).toBe(true)
          if (at !== BigInt(index)) expect(reached(at, BigInt(size))).toBe(false)
          if (of <= BigInt(index)) expect(reached(BigInt(index), of)).toBe(false)
          expect(reached(BigInt(index), BigInt(size), [...hashes, leaf])).toBe(false)
          if (hashes.length > 0) expect(reached(BigInt(index), BigInt(size), hashes.slice(1))).toBe(false)
          expect(reached(BigInt(index), BigInt(size), hashes, hashLeaf(Buffer.from('other')))).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('T refuses a path by its length, before anything is compared', () => {
    const leaf = hashLeaf(Buffer.from('x'))
    const run = (logIndex: bigint, treeSize: bigint, hashes: Uint8Array[]) => () =>
      computeRoot(leaf, { logIndex, treeSize, hashes })
    expect(run(0n, 1n, [leaf])).toThrow('too long')
    expect(run(0n, 2n, [leaf, leaf])).toThrow('too long')
    expect(run(0n, 2n, [])).toThrow('too short')
    expect(run(3n, 7n, [leaf, leaf])).toThrow('too short')
    expect(run(0n, 2n, [leaf.subarray(1)])).toThrow('32 bytes')
    expect(run(2n, 2n, [leaf])).toThrow('outside')
    expect(run(0n, 0n, [])).toThrow('outside')
  })

  it('T takes no inner node for a leaf', () => {
    const [left, right] = leavesOf(2).map(hashLeaf)
    if (left === undefined || right === undefined) throw new TypeError('There are two.')
    const inner = Buffer.concat([left, right])
    expect(Buffer.compare(hashLeaf(inner), node(left, right))).not.toBe(0)
  })

  it.each([
    ['another root than the checkpoint’s', makeEntry(7, 4, { rootHash: Buffer.alloc(32) })],
    ['another size than the checkpoint’s', makeEntry(7, 4, { treeSize: 8n })],
    ['a hash that is short', makeEntry(7, 4, { hashes: [Buffer.alloc(31)] })],
    ['no proof', { ...makeEntry(), proof: null }],
    ['no checkpoint', makeEntry(7, 4, { checkpoint: null })],
    ['another body', { ...makeEntry(), body: Buffer.from('entry 5') }],
    ['another place than the proof’s, in a log of the second version', { ...makeEntry(), version: '0.0.2' }],
    ['the same of an envelope', { ...makeEntry(), version: '0.0.2', kind: 'dsse' }],
  ])('T refuses %s', (_, entry) => {
    expect(faultOf(entry)).toBe('LOG_PROOF_INVALID')
  })
})

describe('the place of an entry', () => {
  it('is the proof’s in a log of the second version, and counted across its trees in one of the first', () => {
    expect(faultOf({ ...makeEntry(), version: '0.0.2', logIndex: 4n })).toBeNull()
    expect(faultOf({ ...makeEntry(), version: '0.0.1', logIndex: 4000n })).toBeNull()
    expect(faultOf({ ...makeEntry(), version: '0.0.2', kind: 'intoto', logIndex: 4000n })).toBeNull()
  })
})

describe('checkpoints', () => {
  const text = textOf(7, rootOf(leavesOf(7)))

  it('T are found among witnesses, in any order', () => {
    const witness = note(text, ed.privateKey, Buffer.from('abcd'), 'witness.example.org')
    expect(faultOf(withCheckpoint(`${text}\n${witness}${note(text)}`))).toBeNull()
    expect(faultOf(withCheckpoint(`${text}\n${note(text)}${witness}`))).toBeNull()
    const foreign = note(text, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
    expect(faultOf(withCheckpoint(`${text}\n${foreign}${note(text)}`))).toBeNull()
  })

  it('T of Rekor v1 may name the tree behind the host; of Rekor v2 are signed with Ed25519', () => {
    const rekor1 = textOf(7, rootOf(leavesOf(7)), 'log.example.com - 123')
    expect(faultOf(withCheckpoint(`${rekor1}\n${note(rekor1)}`))).toBeNull()
    expect(faultOf(withCheckpoint(`${text}\n${note(text, ed.privateKey, edHint)}`), makeLog(ed.publicKey))).toBeNull()
  })

  it('T may say more before the blank line, all of it signed', () => {
    const longer = `${text}Timestamp: 1\n`
    expect(faultOf(withCheckpoint(`${longer}\n${note(longer)}`))).toBeNull()
    expect(faultOf(withCheckpoint(`${longer}\n${note(text)}`))).toBe('LOG_CHECKPOINT_INVALID')
  })

  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  it.each([
    ['by another key', `${text}\n${note(text, foreign)}`],
    ['with another key hint', `${text}\n${note(text, ec.privateKey, Buffer.from('abcd'))}`],
    ['by another name', `${text}\n${note(text, ec.privateKey, ecHint, 'other.example.com')}`],
    ['of another origin', ((other) => `${other}\n${note(other)}`)(textOf(7, rootOf(leavesOf(7)), 'other.example.com'))],
    [
      'of an origin that begins alike',
      ((o) => `${o}\n${note(o)}`)(textOf(7, rootOf(leavesOf(7)), 'log.example.com.evil')),
    ],
    ['over other text', `${text}\n${note(textOf(8, rootOf(leavesOf(7))))}`],
    ['without signature', `${text}\n`],
    ['without blank line', `${text}${note(text)}`],
    ['whose last line does not end', `${text}\n${note(text).trimEnd()}`],
    ['with 33 signatures', `${text}\n${note(text).repeat(33)}`],
    ['with a signature line that is none', `${text}\n${note(text)}hello\n`],
    ['with a hyphen for a dash', `${text}\n${note(text).replace('\u2014', '-')}`],
    ['with a signature that is no base64', `${text}\n\u2014 log.example.com %%%%\n`],
    ['with a size that is none', ((o) => `${o}\n${note(o)}`)(text.replace('\n7\n', '\n07\n'))],
    ['with a root that is short', ((o) => `${o}\n${note(o)}`)(textOf(7, Buffer.alloc(31)))],
    ['of no origin', ((o) => `${o}\n${note(o)}`)(textOf(7, rootOf(leavesOf(7)), ''))],
    ['of a hundred lines', ((o) => `${o}\n${note(o)}`)(`${text}${'line\n'.repeat(100)}`)],
    ['with a signature that is short', `${text}\n\u2014 log.example.com AAAA\n`],
    ['with something behind a signature', `${text}\n${note(text).replace('\n', ' more\n')}`],
    ['with something before a signature', `${text}\nmore ${note(text)}`],
    ['with a name alone for a signature', `${text}\n${note(text)}\u2014 witness.example.org\n`],
    ['with a signature of four bytes', `${text}\n${note(text)}\u2014 witness.example.org AAAAAA==\n`],
    ['of 66 lines more', ((o) => `${o}\n${note(o)}`)(`${text}${'line\n'.repeat(64)}`)],
    ['empty', ''],
  ])('T refuses one %s', (_, checkpoint) => {
    expect(faultOf(withCheckpoint(checkpoint))).toBe('LOG_CHECKPOINT_INVALID')
  })

  it('T have up to 32 signatures, each of five bytes or more, and up to 64 lines', () => {
    const witness = '\u2014 witness.example.org AAAAAAA=\n'
    expect(faultOf(withCheckpoint(`${text}\n${witness.repeat(31)}${note(text)}`))).toBeNull()
    const long = `${text}${'line\n'.repeat(63)}`
    expect(faultOf(withCheckpoint(`${long}\n${note(long)}`))).toBeNull()
  })

  it('T whose key cannot have signed anything are not signed', () => {
    const exchange = generateKeyPairSync('x25519').publicKey
    const hint = sha256(spkiOf(exchange)).subarray(0, 4)
    const signed = note(text, ec.privateKey, hint)
    expect(faultOf(withCheckpoint(`${text}\n${signed}`), { ...log, key: exchange })).toBe('LOG_CHECKPOINT_INVALID')
  })

  it('T of a log that the trusted root holds under another key does not count', () => {
    expect(faultOf(makeEntry(), makeLog(ed.publicKey))).toBe('LOG_CHECKPOINT_INVALID')
  })
})

describe('promises of inclusion', () => {
  const canonical = (changes: Record<string, unknown> = {}) =>
    JSON.stringify({
      body: Buffer.from('body').toString('base64'),
      integratedTime: 1_700_000_000,
      logID: Buffer.from(log.logId).toString('hex'),
      logIndex: 1000,
      ...changes,
    })
  const promised = (text = canonical(), changes: Partial<LogEntry> = {}): LogEntry => ({
    ...makeEntry(),
    body: Buffer.from('body'),
    promise: sign('sha256', Buffer.from(text), ec.privateKey),
    ...changes,
  })

  it('T vouch for their time', () => {
    expect(verifyPromise(promised(), log)).toBe(1_700_000_000_000)
  })

  it.each([
    ['another body', promised(canonical({ body: '' }))],
    ['another time', promised(canonical({ integratedTime: 1 }))],
    ['another log', promised(canonical({ logID: '00' }))],
    ['another index', promised(canonical({ logIndex: 1 }))],
    ['no time', promised(undefined, { integratedTime: null })],
    ['time 0', promised(canonical({ integratedTime: 0 }), { integratedTime: 0n })],
    ['no promise', promised(undefined, { promise: null })],
    ['a signature that is none', promised(undefined, { promise: Buffer.from('x') })],
  ])('T are refused with %s', (_, entry) => {
    expect(() => verifyPromise(entry, log)).toThrow(EvidenceError)
  })

  it('T are refused of a log whose key makes none', () => {
    const message = Buffer.from(canonical())
    const byEd25519 = promised(undefined, { promise: sign(null, message, ed.privateKey) })
    expect(() => verifyPromise(byEd25519, { ...log, key: ed.publicKey })).toThrow('not signed by the log')
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const byRsa = promised(undefined, { promise: sign('sha256', message, rsa.privateKey) })
    expect(() => verifyPromise(byRsa, { ...log, key: rsa.publicKey })).toThrow('not signed by the log')
  })

  it('T are refused outside the window of the log’s key, and accepted at both of its ends', () => {
    const within = (start: number, end: number) => ({ ...log, validity: { start, end } })
    const at = 1_700_000_000_000
    expect(verifyPromise(promised(), within(at, at))).toBe(at)
    expect(() => verifyPromise(promised(), within(at + 1, at + 2))).toThrow('not valid at its time')
    expect(() => verifyPromise(promised(), within(0, at - 1))).toThrow('not valid at its time')
    expect(covers({ start: null, end: null }, at)).toBe(true)
    expect(covers({ start: null, end: at - 1 }, at)).toBe(false)
    expect(covers({ start: at + 1, end: null }, at)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { judgeBundle } from '#lib/testing/judge-bundle.ts'
import { createTestInstance, type EntryChanges, type EntryJson } from '#lib/testing/test-instance.ts'
import { signNote } from '#lib/testing/test-log-proof.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const signed = instance.signStatement(instance.issue())
const stamp = instance.stamp(signed.signature)
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const judgeEntries = (entries: readonly EntryJson[]) => judgeBundle(instance.toBundle(signed, entries, [stamp]), [root])
/** The usual bundle with its one entry changed. */
const judge = (change: (entry: Entry) => void, make: () => EntryJson = () => instance.log(signed)) => {
  const entry = structuredClone(make()) as Entry
  change(entry)
  return judgeEntries([entry])
}
type Entry = {
  logId: { keyId: string }
  inclusionProof: { rootHash: string; hashes: string[]; checkpoint: { envelope: string } }
}
const flip = (text: string): string => {
  const bytes = Buffer.from(text, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return base64(bytes)
}

describe('proofs of inclusion', () => {
  it('T-09 believes a root only when the log signed it', () => {
    const stranger = createTestInstance()
    const entry = instance.log(signed) as Entry
    const foreign = { ...(stranger.log(signed) as Entry), logId: entry.logId }
    expect(judgeEntries([foreign]).codes).toContain('LOG_CHECKPOINT_INVALID')
    const another = instance.log(signed, { leaves: 6 }) as Entry
    const mixed = {
      ...entry,
      inclusionProof: { ...entry.inclusionProof, checkpoint: another.inclusionProof.checkpoint },
    }
    expect(judgeEntries([mixed]).codes).toContain('LOG_PROOF_INVALID')
    const consistent = { ...another.inclusionProof, checkpoint: entry.inclusionProof.checkpoint }
    expect(judgeEntries([{ ...entry, inclusionProof: consistent }]).codes).toContain('LOG_PROOF_INVALID')
    const unsigned = { envelope: `${entry.inclusionProof.checkpoint.envelope.split('\n\n')[0]}\n\n` }
    const bare = { ...entry, inclusionProof: { ...entry.inclusionProof, checkpoint: unsigned } }
    expect(judgeEntries([bare]).codes).toContain('LOG_CHECKPOINT_INVALID')
  })

  it.each<[string, (proof: Entry['inclusionProof']) => void, string]>([
    ['a bit changed', (proof) => proof.hashes.splice(0, 1, flip(proof.hashes[0] ?? '')), 'LOG_PROOF_INVALID'],
    ['a hash missing', (proof) => proof.hashes.pop(), 'LOG_PROOF_INVALID'],
    ['a hash too many', (proof) => proof.hashes.push(proof.rootHash), 'LOG_PROOF_INVALID'],
    ['a hash that is short', (proof) => proof.hashes.splice(0, 1, 'AAAA'), 'LOG_PROOF_INVALID'],
    [
      '65 hashes',
      (proof) => proof.hashes.push(...Array.from({ length: 65 }, () => proof.rootHash)),
      'BUNDLE_MALFORMED',
    ],
    ['a place beyond the tree', (proof) => Object.assign(proof, { logIndex: '5' }), 'LOG_PROOF_INVALID'],
    ['another place', (proof) => Object.assign(proof, { logIndex: '2' }), 'LOG_PROOF_INVALID'],
    ['no tree', (proof) => Object.assign(proof, { treeSize: '0' }), 'LOG_PROOF_INVALID'],
    ['another size', (proof) => Object.assign(proof, { treeSize: '6' }), 'LOG_PROOF_INVALID'],
    ['another root', (proof) => Object.assign(proof, { rootHash: flip(proof.rootHash) }), 'LOG_PROOF_INVALID'],
    ['a place that is negative', (proof) => Object.assign(proof, { logIndex: '-1' }), 'BUNDLE_MALFORMED'],
  ])('T-10 refuses a proof with %s', (_, change, code) => {
    for (const make of [() => instance.log(signed), () => instance.log1Entry(signed)]) {
      const judged = judge((entry) => change(entry.inclusionProof), make)
      expect(judged).toMatchObject({ state: 'invalid' })
      expect(judged.codes).toContain(code)
    }
  })

  const withNote = (edit: (envelope: string) => string) =>
    judge((entry) => {
      entry.inclusionProof.checkpoint.envelope = edit(entry.inclusionProof.checkpoint.envelope)
    })
  it.each<[string, (envelope: string) => string]>([
    ['without origin', (note) => note.replace(/^.*\n/, '')],
    ['with an empty origin', (note) => note.replace(/^.*\n/, '\n')],
    ['with the origin of another log', (note) => note.replace(/^.*\n/, 'log3.example.com\n')],
    ['with an origin that goes on', (note) => note.replace(/^(.*)\n/, '$1.evil\n')],
    ['without size', (note) => note.replace(/\n5\n/, '\n')],
    ['with a size that begins with zero', (note) => note.replace(/\n5\n/, '\n05\n')],
    ['with a size beyond any', (note) => note.replace(/\n5\n/, `\n${'9'.repeat(30)}\n`)],
    ['without root', (note) => note.replace(/\n5\n.*\n/, '\n5\n')],
    ['with a root that is short', (note) => note.replace(/\n5\n.*\n/, '\n5\nAAAA\n')],
    ['with Windows line ends', (note) => note.replaceAll('\n', '\r\n')],
    ['without the last line end', (note) => note.trimEnd()],
    ['without signature', (note) => note.slice(0, note.indexOf('\n\n') + 2)],
    ['without the line between', (note) => note.replace('\n\n', '\n')],
    ['with 10,000 signatures', (note) => note + (note.split('\n\n')[1] ?? '').repeat(10_000)],
    ['signed by a name with special characters', (note) => note.replace('\u2014 log2.example.com', '\u2014 log2.*')],
    ['signed with a dash of another kind', (note) => note.replace('\u2014', '-')],
    ['that is longer than any', (note) => note + 'x'.repeat(70_000)],
  ])('T-11 refuses a checkpoint %s', (_, edit) => {
    const judged = withNote(edit)
    expect(judged).toMatchObject({ state: 'invalid' })
    expect(judged.codes.some((code) => code === 'LOG_CHECKPOINT_INVALID' || code === 'BUNDLE_MALFORMED')).toBe(true)
  })

  it('T-12 takes signatures of witnesses, and several of the log, in any order', () => {
    const witness = createTestInstance()
    const witnessed = { origin: 'witness.example.com', keys: witness.log2, hint: Buffer.from('hint') }
    const lineOf = (note: string) => `${note.split('\n\n')[1]}`
    const own = { origin: 'log2.example.com', keys: instance.log2, hint: Buffer.from('hint') }
    const textOf = (note: string) => note.slice(0, note.indexOf('\n\n') + 1)
    const withLines = (lines: (note: string) => string[]) =>
      withNote((note) => `${textOf(note)}\n${lines(note).join('')}`).state
    const byWitness = (note: string) => lineOf(signNote(textOf(note), witnessed))
    expect(withLines((note) => [lineOf(note), byWitness(note)])).toBe('verified')
    expect(withLines((note) => [byWitness(note), lineOf(note)])).toBe('verified')
    expect(withLines((note) => [lineOf(note), lineOf(note)])).toBe('verified')
    expect(withLines((note) => [lineOf(signNote(textOf(note), own)), lineOf(note)])).toBe('verified')
    expect(withLines((note) => [byWitness(note)])).toBe('invalid')
    expect(
      withLines((note) => [lineOf(signNote(textOf(note), own))]),
      'with the hint of another key',
    ).toBe('invalid')
  })

  it.each<EntryChanges>([{ leaves: 1 }, { leaves: 2 }, { leaves: 7 }, { leaves: 64 }, { leaves: 65 }])(
    'holds proofs in trees of %o',
    (changes) => {
      expect(judgeEntries([instance.log(signed, changes)]).state).toBe('verified')
      expect(judgeEntries([instance.log1Entry(signed, changes)]).state).toBe('verified')
    },
  )
})

import { describe, expect, it } from 'vitest'
import { createCheckList } from '#lib/evidence/check-list.ts'
import { makeAuthority, makeStamper } from '#lib/testing/test-authority.ts'
import { createTestInstance, type EntryJson, signedAt } from '#lib/testing/test-instance.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import { type LogEntry, parseLogEntry } from './bundle/parse-log-entry.ts'
import { checkProofs, type OfferedProofs } from './check-proofs.ts'

const instance = createTestInstance()
const signed = instance.signStatement(instance.issue())
const now = '2026-06-01T12:00:00Z'
const other = createTestInstance()
const bytesOf = (stamp: string): Uint8Array => Buffer.from(stamp, 'base64')

const named = (root: unknown, name: string) => openRoot({ id: name, name, text: JSON.stringify(root) })
const own = named(instance.toRoot(), 'own')
const foreign = named(other.toRoot(), 'foreign')
/** The test's own root with its logs changed. */
const withLogs = (change: (log: ReturnType<typeof instance.toRoot>['tlogs'][number]) => void, name = 'changed') => {
  const root = instance.toRoot()
  for (const log of root.tlogs) change(log)
  return named(root, name)
}

type Offered = {
  readonly entries?: readonly (EntryJson | LogEntry)[]
  readonly stamps?: readonly string[]
  readonly stored?: Uint8Array
  readonly signatures?: readonly Uint8Array[]
}
const isRead = (entry: EntryJson | LogEntry): entry is LogEntry => typeof entry.logIndex === 'bigint'

function check({ entries = [], stamps = [], stored, signatures }: Offered, roots = [own], nowAt = now) {
  const list = createCheckList()
  const offered: OfferedProofs = {
    signatures: signatures ?? [signed.signature],
    verifiers: [signed.certificate.der],
    content: {
      kind: 'envelope',
      payload: signed.payload,
      preAuthEncoding: signed.preAuthEncoding,
      stored: stored ?? null,
    },
    logEntries: entries.map((entry) => (isRead(entry) ? entry : parseLogEntry(entry))),
    timestamps: stamps.map(bytesOf),
  }
  const proofs = checkProofs(list, offered, roots, Date.parse(nowAt))
  return { proofs, checks: list.checks() }
}

const log1 = instance.log1Entry(signed)
const log2 = instance.log(signed)
const stamp = instance.stamp(signed.signature)
const atMs = Date.parse(signedAt)
const codeOf = (offered: Offered, roots = [own]) =>
  check(offered, roots).checks.map((one) => ('code' in one ? one.code : one.status))

describe('log entries', () => {
  it('prove a time by a promise, and none by a proof alone', () => {
    expect(check({ entries: [log1] }).proofs).toEqual({
      times: [{ atMs, source: 'log' }],
      logs: ['log1.example.com'],
      open: [],
    })
    expect(check({ entries: [log2] }).proofs).toEqual({ times: [], logs: ['log2.example.com'], open: [] })
  })

  it('say by what each of them is proven, and by which root', () => {
    const bare: LogEntry = { ...parseLogEntry(log1), proof: null }
    const unsigned: LogEntry = { ...bare, proof: { ...proofOf(log1), checkpoint: null } }
    const details = [log1, log2, bare, unsigned].map((entry) => check({ entries: [entry] }).checks[0]?.detail)
    const common = { log: 'log1.example.com', index: '1234', kind: 'dsse 0.0.1', root: 'own' }
    const integratedAt = '2026-06-01T11:55:00.000Z'
    expect(details).toEqual([
      { ...common, proof: 'inclusion and promise', integratedAt },
      {
        log: 'log2.example.com',
        index: String(log2.logIndex),
        kind: 'hashedrekord 0.0.2',
        proof: 'inclusion',
        root: 'own',
      },
      { ...common, proof: 'promise', integratedAt },
      { ...common, proof: 'promise', integratedAt },
    ])
  })

  it('name a log once, however many entries it has', () => {
    expect(check({ entries: [log2, instance.log(signed, { leaves: 9 })] }).proofs.logs).toEqual(['log2.example.com'])
    expect(check({ entries: [log1, log2] }).proofs.logs).toEqual(['log1.example.com', 'log2.example.com'])
  })

  it('T-10 prove nothing where they have neither a proof nor a promise', () => {
    const bare: LogEntry = { ...parseLogEntry(log2), proof: null }
    expect(codeOf({ entries: [bare] })).toEqual(['LOG_PROOF_INVALID'])
    const unsigned: LogEntry = { ...bare, proof: { ...proofOf(log2), checkpoint: null } }
    expect(codeOf({ entries: [unsigned] })).toEqual(['LOG_PROOF_INVALID'])
    expect(check({ entries: [unsigned] }).proofs).toEqual({ times: [], logs: [], open: [] })
  })

  it('T-22 are left open by a log that no root holds, dated where the log promised', () => {
    const open = (entry: EntryJson, roots = [foreign]) => check({ entries: [entry] }, roots)
    expect(open(log1).checks).toEqual([])
    expect(open(log1).proofs).toMatchObject({
      times: [],
      logs: [],
      open: [
        {
          id: 'transparency-log',
          code: 'LOG_UNKNOWN',
          mayDate: true,
          detail: { logId: idOf(log1), kind: 'dsse 0.0.1' },
        },
      ],
    })
    const reason = 'The log entry is by a log that no trusted root holds.'
    expect(open(log2).proofs.open).toMatchObject([{ code: 'LOG_UNKNOWN', reason, mayDate: false }])
    expect(open(log1, []).proofs.open).toMatchObject([{ code: 'LOG_UNKNOWN' }])
  })

  it('T-06 name an unknown log and kind shortly', () => {
    const hostile: LogEntry = { ...parseLogEntry(log1), logId: Buffer.alloc(100, 0xab), kind: 'k'.repeat(200) }
    expect(check({ entries: [hostile] }).proofs.open[0]?.detail).toEqual({
      logId: 'ab'.repeat(64),
      kind: 'k'.repeat(100),
    })
  })

  it('T-26 are left open where their kind is not read', () => {
    const made = instance.log(signed, { body: { apiVersion: '0.0.1', kind: 'rpm', spec: {} } })
    const entry = { ...made, kindVersion: { kind: 'rpm', version: '0.0.1' } }
    const { proofs, checks } = check({ entries: [entry] })
    expect(checks).toEqual([])
    expect(proofs).toMatchObject({ logs: [], open: [{ code: 'LOG_ENTRY_UNSUPPORTED' }] })
  })

  it('hold where one of several roots proves them, in whatever order', () => {
    const wrongKey = withLogs((log) => {
      const twin = other.toRoot().tlogs.find(({ baseUrl }) => baseUrl === log.baseUrl)
      if (twin !== undefined) log.publicKey.rawBytes = twin.publicKey.rawBytes
    })
    for (const roots of [
      [own, wrongKey],
      [wrongKey, own],
      [foreign, own],
    ]) {
      const { checks, proofs } = check({ entries: [log1] }, roots)
      expect(checks).toMatchObject([{ status: 'passed', detail: { root: 'own' } }])
      expect(proofs.times).toHaveLength(1)
    }
    expect(codeOf({ entries: [log1] }, [wrongKey])).toEqual(['LOG_CHECKPOINT_INVALID'])
    expect(check({ entries: [log1] }, [wrongKey]).proofs).toEqual({ times: [], logs: [], open: [] })
  })

  it('T-06 without a time are of the log’s time if every time stamp is', () => {
    const until = (end: string) =>
      withLogs((log) => {
        log.publicKey.validFor.end = end
      })
    const later = instance.stamp(signed.signature, '2026-06-01T11:56:00Z')
    const within = until('2026-06-01T11:56:00Z')
    expect(codeOf({ entries: [log2], stamps: [stamp, later] }, [within])).toEqual(['passed', 'passed', 'passed'])
    const before = until('2026-06-01T11:55:30Z')
    expect(codeOf({ entries: [log2], stamps: [stamp, later] }, [before])).toContain('LOG_PROOF_INVALID')
    expect(codeOf({ entries: [log2], stamps: [later] }, [before])).toContain('LOG_PROOF_INVALID')
    expect(codeOf({ entries: [log2], stamps: [stamp] }, [before])).toEqual(['passed', 'passed'])
    expect(codeOf({ entries: [log2] }, [before]), 'without any time').toEqual(['passed'])
    expect(check({ entries: [log2], stamps: [later] }, [before]).proofs.logs).toEqual([])
  })

  it('U-12 are false where their time lies in the future by more than clocks differ', () => {
    const judged = (nowAt: string, offered: Offered) => check(offered, [own], nowAt)
    for (const offered of [{ entries: [log1] }, { stamps: [stamp] }]) {
      expect(judged('2026-06-01T11:50:00Z', offered).checks).toMatchObject([{ status: 'passed' }])
      const early = judged('2026-06-01T11:49:59.999Z', offered)
      expect(early.checks).toMatchObject([{ status: 'failed', code: 'PROVEN_TIME_IN_FUTURE' }])
      expect(early.proofs).toEqual({ times: [], logs: [], open: [] })
    }
  })
})

describe('time stamps', () => {
  it('prove a time, and say by whose word', () => {
    const { proofs, checks } = check({ stamps: [stamp] })
    expect(proofs).toEqual({ times: [{ atMs, source: 'timestamp-authority' }], logs: [], open: [] })
    expect(checks).toMatchObject([
      {
        id: 'timestamp',
        detail: { at: '2026-06-01T11:55:00.000Z', authority: 'C=US, ST=WA, O=Workshop, CN=time', root: 'own' },
      },
    ])
  })

  it('name an endless authority shortly', () => {
    const timeRoot = makeAuthority('time root')
    const stamper = makeStamper(timeRoot, { name: [['CN', 'a'.repeat(400)]] })
    const root = instance.toRoot()
    const [authority] = root.timestampAuthorities
    const certificates = [stamper, timeRoot].map(({ der }) => ({ rawBytes: der.toString('base64') }))
    const changed = named({ ...root, timestampAuthorities: [{ ...authority, certChain: { certificates } }] }, 'changed')
    const { checks } = check({ stamps: [instance.stamp(signed.signature, signedAt, stamper)] }, [changed])
    expect(checks).toMatchObject([{ status: 'passed', detail: { authority: `CN=${'a'.repeat(297)}` } }])
  })

  it('come after the times of logs', () => {
    expect(check({ entries: [log1], stamps: [stamp] }).proofs.times.map(({ source }) => source)).toEqual([
      'log',
      'timestamp-authority',
    ])
  })

  it('are over one of the signatures, and over the whole envelope where that stands alone', () => {
    const stored = Buffer.from('{"payload":""}')
    expect(codeOf({ stamps: [stamp], signatures: [Buffer.from('another'), signed.signature] })).toEqual(['passed'])
    expect(codeOf({ stamps: [stamp], signatures: [] })).toEqual(['TIMESTAMP_INVALID'])
    expect(codeOf({ stamps: [instance.stamp(stored)], stored })).toEqual(['passed'])
    expect(codeOf({ stamps: [stamp], stored })).toEqual(['TIMESTAMP_INVALID'])
    expect(codeOf({ stamps: [instance.stamp(stored)] })).toEqual(['TIMESTAMP_INVALID'])
  })

  it('are left open by an authority that no root holds, though they may date', () => {
    for (const roots of [[foreign], []]) {
      const { proofs, checks } = check({ stamps: [stamp] }, roots)
      expect(checks).toEqual([])
      expect(proofs.times).toEqual([])
      expect(proofs.open).toMatchObject([{ id: 'timestamp', code: 'TIMESTAMP_UNKNOWN_AUTHORITY', mayDate: true }])
    }
  })

  it('are malformed whoever is trusted', () => {
    for (const roots of [[foreign, own], [own], []]) {
      expect(codeOf({ stamps: ['AAAA'] }, roots)).toEqual(['TIMESTAMP_INVALID'])
      expect(check({ stamps: ['AAAA'] }, roots).proofs).toEqual({ times: [], logs: [], open: [] })
    }
  })

  it('hold where one of several roots proves them, and are false where a root that holds the authority says so', () => {
    for (const roots of [
      [foreign, own],
      [own, foreign],
    ]) {
      expect(check({ stamps: [stamp] }, roots).checks).toMatchObject([{ status: 'passed', detail: { root: 'own' } }])
      expect(codeOf({ stamps: [instance.stamp(Buffer.from('other bytes'))] }, roots)).toEqual(['TIMESTAMP_INVALID'])
    }
  })
})

const proofOf = (entry: EntryJson) => {
  const { proof } = parseLogEntry(entry)
  return proof ?? expect.unreachable()
}
const idOf = (entry: EntryJson) => Buffer.from(parseLogEntry(entry).logId).toString('hex')

import { describe, expect, it } from 'vitest'
import { parseEnvelope } from '#lib/attestation/envelope.ts'
import { parseStatement } from '#lib/attestation/statement.ts'
import { limits, setLimits } from '#lib/config/limits.ts'
import { parseStrictEnvelope } from '#lib/evidence/parse-strict-bytes.ts'
import { createEarlyRead } from './early-read.ts'
import type { SharedBytes } from './share-bytes.ts'

function toShared(text: string): SharedBytes {
  const bytes = new TextEncoder().encode(text)
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  shared.set(bytes)
  return shared
}

/** Reads in steps of a size, as the bytes would come; returns what was read ahead. */
function readInSteps(bytes: SharedBytes, step: number) {
  // What has not arrived yet is zero.
  const arriving = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  const early = createEarlyRead(arriving)
  for (let at = 0; at < bytes.byteLength; at += step) {
    arriving.set(bytes.subarray(at, at + step), at)
    early.advance(Math.min(bytes.byteLength, at + step))
  }
  return { early, arriving }
}

const subjects = [{ name: 'x', digest: { sha256: 'ab'.repeat(32) } }]
const statement = `{"_type":"x","predicate":["${'y'.repeat(1_600_000)}"]}`
const payload = Buffer.from(statement).toString('base64')
const head = `{"payloadType":"${'z'.repeat(3000)}",`
const envelopeOf = (text: string) => toShared(`${head}"payload":"${text}","signatures":[]}`)
const payloadOf = (bytes: Uint8Array) =>
  Buffer.from(parseEnvelope(parseStrictEnvelope(bytes, { maxDepth: 100 })).payload)

describe('reading while the bytes arrive', () => {
  it.each([777, 65_536, 1_000_003, 10_000_000])('decodes the payload of an envelope in steps of %d bytes', (step) => {
    const { early, arriving } = readInSteps(envelopeOf(payload), step)
    early.claim(arriving)
    // Only what was decoded before can still tell it.
    arriving.fill(0x41, head.length + 20, head.length + 1000)
    expect(payloadOf(arriving).equals(Buffer.from(statement))).toBe(true)
    expect(payloadOf(arriving.slice()).equals(Buffer.from(statement))).toBe(false)
  })

  it.each([777, 65_536, 10_000_000])('parses a bare document in steps of %d bytes', (step) => {
    const packages = Array.from({ length: 20_000 }, (_, at) => ({
      name: `é ${at} "]},{`,
      list: [at, [{}], 'x'.repeat(99)],
    }))
    const document = { spdxVersion: 'SPDX-2.3', packages, files: [], relationships: packages.map(({ list }) => list) }
    const { early, arriving } = readInSteps(toShared(JSON.stringify(document, null, step % 2)), step)
    expect(early.claim(arriving)).toEqual({ kind: 'value', value: document })
  })

  it('parses the lists of a predicate', () => {
    const packages = Array.from({ length: 20_000 }, (_, at) => ({ name: `é ${at}`, text: 'x'.repeat(99) }))
    const text = JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: subjects,
      predicateType: 'x',
      predicate: { packages },
    })
    const { early, arriving } = readInSteps(envelopeOf(Buffer.from(text).toString('base64')), 65_536)
    early.claim(arriving)
    const { payload: decoded } = parseEnvelope(parseStrictEnvelope(arriving, { maxDepth: 100 }))
    const { predicate } = parseStatement(decoded)
    expect(predicate).toEqual({ packages })
    // Only what was parsed before is still the same.
    expect(parseStatement(decoded).predicate).toHaveProperty('packages')
    expect((parseStatement(decoded).predicate as { packages: unknown }).packages).toBe(
      (predicate as { packages: unknown }).packages,
    )
  })

  it('L-15 leaves to its reader what would take too much memory', () => {
    const raw = toShared(`{"packages":[${'[[[[],[]]]],'.repeat(200_000)}[]]}`)
    expect(readInSteps(raw, 1_000_000).early.claim(raw)).not.toBeNull()
    const usual = { ...limits }
    setLimits({ ...usual, maxParsedBytes: 50_000_000 })
    try {
      expect(readInSteps(raw, 1_000_000).early.claim(raw)).toBeNull()
    } finally {
      setLimits(usual)
    }
  })

  it.each([
    ['is no base64', envelopeOf(`${payload.slice(0, 1_000_000)} ${payload.slice(1_000_001)}`)],
    ['is not padded', envelopeOf(`${payload}QQ`)],
    ['nests too deep', envelopeOf(Buffer.from(`{"a":${'['.repeat(1_500_000)}`).toString('base64'))],
    ['never ends', toShared(`${head}"payload":"${payload}`)],
  ])('leaves a payload to its reader that %s', (_, bytes) => {
    const { early, arriving } = readInSteps(bytes, 65_536)
    expect(early.claim(arriving)).toBeNull()
    const read = (of: Uint8Array) => {
      try {
        return payloadOf(of)
      } catch (error) {
        return String(error)
      }
    }
    expect(read(arriving)).toEqual(read(bytes))
  })

  it('gives nothing of what did not come to its end, or was dropped', () => {
    const raw = toShared(`{"packages":[${'{"name":"x"},'.repeat(200_000)}{}]}`)
    const half = createEarlyRead(raw)
    half.advance(2_000_000)
    expect(half.claim(raw)).toBeNull()
    const { early, arriving } = readInSteps(raw, 65_536)
    expect(early.claim(arriving)).not.toBeNull()
    early.drop()
    early.advance(raw.byteLength)
    expect(early.claim(arriving)).toBeNull()
  })
})

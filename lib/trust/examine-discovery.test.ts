import { describe, expect, it, vi } from 'vitest'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { evidenceFormats } from '#lib/evidence/evidence.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import { toNotaryCose, toNotaryItem, toNotaryJws } from '#lib/testing/notary-evidence.ts'
import {
  contextFor,
  createSigner,
  image,
  otherImage,
  toBundle,
  toBundleItem,
  toEnvelope,
  toEnvelopeItem,
  toItem,
  toPayload,
  toSignatureItem,
  toSignatureStatement,
  toStatement,
} from '#lib/testing/signed-evidence.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { examineDiscovery, joinExamined } from './examine-discovery.ts'

const signer = createSigner()
const stranger = createSigner('stranger.pub')
const context = contextFor([signer.key])
const examine = (...items: FoundItem[]) => examineDiscovery({ items }, context)
const statesOf = (items: readonly { state: string }[]) => items.map(({ state }) => state)

const unsignedItem = (statement: unknown, changes: Partial<FoundItem> = {}) =>
  toItem(Buffer.from(JSON.stringify(statement)), { format: 'in-toto-unsigned', store: 'index', ...changes })

describe('everything that was found about one digest', () => {
  it('S-15 one good item among bad ones counts, and the bad ones stay listed', () => {
    const garbage = Array.from({ length: 9 }, (_, at) => toSignatureItem(signer, { signature: `%${at}` }))
    const { signatures } = examine(...garbage, toSignatureItem(signer))
    expect(statesOf(signatures)).toEqual(['verified', ...garbage.map(() => 'invalid')])
  })

  it('S-16 P-16 the same item in five hundred layers and four stores is one, with the first store', () => {
    const item = toSignatureItem(signer)
    const referrer = { ...item, store: 'referrers', claimedSubject: image } as const
    const { signatures } = examine(...Array.from({ length: 500 }, () => item), referrer)
    expect(signatures).toHaveLength(1)
    expect(signatures[0]?.store).toBe('referrers')
    const bundle = toBundleItem(toBundle({ dsseEnvelope: toEnvelope([signer], toSignatureStatement()) }))
    expect(examine(bundle, { ...bundle, store: 'referrers-tag' }).signatures).toHaveLength(1)
  })

  it('a spoilt copy of an item does not hide the good one, wherever it stands', () => {
    const good = toSignatureItem(signer)
    const spoilt = { ...good, store: 'referrers', claimedSubject: otherImage } as const
    const unread = { ...good, bytes: null, problem: { code: 'REGISTRY_TIMEOUT', message: 'no' } } as const
    for (const items of [
      [spoilt, unread, good],
      [good, spoilt, unread],
    ]) {
      const { signatures } = examine(...items)
      expect(statesOf(signatures)).toEqual(['verified'])
      expect(signatures[0]?.store).toBe('tag')
    }
  })

  it('H-01 a copy that could not be read outweighs one that is spoilt or unknown', () => {
    const foreign = toSignatureItem(stranger)
    const unread = { ...foreign, bytes: null, problem: { code: 'REGISTRY_TIMEOUT', message: 'no' } } as const
    expect(statesOf(examine(foreign, unread).signatures)).toEqual(['undetermined'])
    const spoilt = { ...foreign, store: 'referrers', claimedSubject: null } as const
    expect(statesOf(examine(spoilt, foreign).signatures)).toEqual(['untrusted'])
  })

  it('the same signature spelt with line breaks is the same item', () => {
    const payload = JSON.stringify(toPayload())
    const signature = Buffer.from(signer.sign(Buffer.from(payload))).toString('base64')
    const broken = `${signature.slice(0, 20)}\r\n${signature.slice(20)}`
    expect(
      examine(toSignatureItem(signer, { payload, signature }), toSignatureItem(signer, { payload, signature: broken }))
        .signatures,
    ).toHaveLength(1)
  })

  it('K-05 P-16 the malleated twin of a signature, and its other encoding, count once', async () => {
    const { sign } = await import('node:crypto')
    const payload = JSON.stringify(toPayload())
    const key = { key: signer.privateKey, dsaEncoding: 'ieee-p1363' } as const
    const raw = sign('sha256', Buffer.from(payload), key)
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const s = order - BigInt(`0x${raw.subarray(32).toString('hex')}`)
    const twin = Buffer.concat([raw.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
    const der = toDer(raw)
    const items = [raw, twin, der].map((bytes) =>
      toSignatureItem(signer, { payload, signature: bytes.toString('base64') }),
    )
    const one = examine(...items)
    expect(one.signatures).toHaveLength(1)
    expect(statesOf(one.signatures)).toEqual(['verified'])
    const again = toSignatureItem(signer, { payload })
    expect(examine(...items, again).signatures).toHaveLength(2)
  })

  it('other signature bytes over the same payload are another item', () => {
    const payload = JSON.stringify(toPayload())
    const items = [toSignatureItem(signer, { payload }), toSignatureItem(stranger, { payload })]
    expect(statesOf(examine(...items).signatures)).toEqual(['verified', 'untrusted'])
  })

  it('P-04 P-05 attestations and signatures are apart, by what the payload says', () => {
    const label = { [cosignAnnotations.predicateType]: 'https://sigstore.dev/cosign/sign/v1' }
    const { signatures, attestations } = examine(
      toEnvelopeItem(toEnvelope([signer]), label),
      toBundleItem(toBundle({ dsseEnvelope: toEnvelope([signer]) })),
    )
    expect(signatures).toEqual([])
    expect(statesOf(attestations)).toEqual(['verified', 'verified'])
  })

  it('A-26 two attestations of one type stay two', () => {
    const newer = toStatement({ predicate: { packages: [] } })
    expect(
      examine(toEnvelopeItem(toEnvelope([signer])), toEnvelopeItem(toEnvelope([signer], newer))).attestations,
    ).toHaveLength(2)
  })

  it('BuildKit’s statements are unsigned, whatever they say, and invalid when they are about something else', () => {
    const { signatures, attestations } = examine(unsignedItem(toStatement()))
    expect(signatures).toEqual([])
    expect(attestations).toMatchObject([{ state: 'unsigned', signer: null, format: 'in-toto-unsigned' }])
    expect(statesOf(examine(unsignedItem(toStatement({}, otherImage))).attestations)).toEqual(['invalid'])
    expect(statesOf(examine(unsignedItem({})).attestations)).toEqual(['invalid'])
    expect(attestations[0]?.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'content passed',
      'format passed',
      'subject passed',
      'signature skipped',
    ])
    const statement = 'https://in-toto.io/Statement/v0.1'
    expect(attestations[0]?.checks[1]?.detail).toEqual({ statement })
    const [other] = examine(unsignedItem(toStatement({ _type: 'https://in-toto.io/Statement/v2' }))).attestations
    expect(other).toMatchObject({ state: 'invalid', predicateType: null })
    expect(other?.checks).toContainEqual(expect.objectContaining({ id: 'format', code: 'STATEMENT_TYPE' }))
  })

  it.each(['in-toto-unsigned', 'gpg-simple-signing'] as const)(
    'H-03 what nobody could sign or check (%s) is undetermined where its bytes could not be had',
    (format) => {
      const problem = { code: 'REGISTRY_TIMEOUT', message: 'no' } as const
      const { signatures, attestations } = examine(toItem(Buffer.from('x'), { format, bytes: null, problem }))
      const [one] = [...signatures, ...attestations]
      expect(one).toMatchObject({ state: 'undetermined', format })
      expect(one?.checks).toMatchObject([
        { id: 'content', code: 'EVIDENCE_UNREADABLE' },
        { id: 'signature', code: 'CHECK_SKIPPED' },
      ])
    },
  )

  it('P-17 GPG signatures are named, and neither believed nor refused', () => {
    const item = toItem(Buffer.from('OpenPGP'), { format: 'gpg-simple-signing', store: 'signature-extension' })
    const { signatures } = examine(item)
    expect(signatures).toMatchObject([{ state: 'undetermined', signer: null, format: 'gpg-simple-signing' }])
    expect(signatures[0]?.checks.find(({ id }) => id === 'signature')).toMatchObject({ code: 'SCHEME_NOT_CHECKED' })
  })

  it('H-02 P-17 Notary Project signatures are listed, and one by nobody known does not verify the image', () => {
    const changes = { store: 'referrers', claimedSubject: image } as const
    const root = makeAuthority()
    const item = toNotaryItem(toNotaryJws({ signer: makeSigner(root), chain: [root] }), changes)
    const { signatures } = examine(item)
    expect(signatures).toMatchObject([{ state: 'untrusted', signer: null, format: 'notation-jws' }])
    const copied = { ...item, claimedSubject: otherImage }
    expect(statesOf(examine(copied).signatures)).toEqual(['invalid'])
    const cose = toNotaryItem(toNotaryCose({ signer: makeSigner(root), chain: [root] }), changes)
    expect(examine(cose).signatures).toMatchObject([{ state: 'untrusted', signer: null, format: 'notation-cose' }])
  })

  it('an SBOM that is only attached is no evidence', () => {
    const item = toItem(Buffer.from('{}'), { format: 'sbom' })
    expect(examine(item)).toEqual({ signatures: [], attestations: [] })
  })

  it('H-05 a fault in the verifier makes its item undetermined and no other', () => {
    const broken = (item: FoundItem): FoundItem => ({
      ...item,
      get shapeProblem(): string | null {
        throw new RangeError('a fault')
      },
    })
    const { signatures, attestations } = examine(
      broken(toSignatureItem(stranger)),
      broken(toEnvelopeItem(toEnvelope([stranger]))),
      toSignatureItem(signer),
    )
    expect(statesOf(signatures)).toEqual(['verified', 'undetermined'])
    expect(statesOf(attestations)).toEqual(['undetermined'])
    expect(signatures[1]?.checks).toMatchObject([
      { id: 'signature', status: 'inconclusive', code: 'INTERNAL_ERROR', detail: { fault: 'RangeError' } },
    ])
    expect(attestations[0]).toMatchObject({ predicateType: null, summary: null })
  })

  it('H-05 lists an item that no verifier could judge as what its format is', () => {
    const broken = (format: FoundItem['format'], fault: unknown): FoundItem => ({
      ...toItem(Buffer.from(format), { format }),
      get bytes(): Uint8Array | null {
        throw fault
      },
    })
    const listed = (format: FoundItem['format'], fault: unknown = new TypeError('a fault')) => {
      const { signatures, attestations } = examine(broken(format, fault))
      return [
        ...signatures.map((one) => ['signature', one] as const),
        ...attestations.map((one) => ['attestation', one] as const),
      ]
    }
    for (const format of evidenceFormats) {
      const isAttestation = format === 'cosign-dsse' || format === 'in-toto-unsigned'
      expect(listed(format)).toMatchObject([
        [isAttestation ? 'attestation' : 'signature', { format, state: 'undetermined' }],
      ])
    }
    const [[, odd] = []] = listed('sigstore-bundle', 'not an error')
    expect(odd?.checks[0]?.detail).toEqual({ fault: 'unknown' })
  })

  it('lists what is equally good by its store', () => {
    const made = [toSignatureItem(signer), toSignatureItem(signer), toSignatureItem(signer)]
    const found = (['tag', 'referrers', 'referrers-tag'] as const).map((store, at): FoundItem => {
      const item = made[at] ?? expect.unreachable()
      return { ...item, store, claimedSubject: image }
    })
    const storesOf = (examined: ReturnType<typeof examine>) => examined.signatures.map(({ store }) => store)
    const ordered = ['referrers', 'referrers-tag', 'tag']
    expect(storesOf(examine(...found))).toEqual(ordered)
    expect(storesOf(joinExamined(found.map((item) => examine(item))))).toEqual(ordered)
  })

  it('hands each statement that was read on, once', () => {
    const reader = vi.fn()
    const item = toEnvelopeItem(toEnvelope([signer]))
    examineDiscovery({ items: [item, toEnvelopeItem('{}'), toSignatureItem(signer)] }, context, reader)
    expect(reader).toHaveBeenCalledTimes(1)
    expect(reader.mock.calls[0]?.[0]).toBe(item)
  })

  it('can be cloned to another thread, and put together again', () => {
    const whole = examine(toSignatureItem(stranger), toSignatureItem(signer), toEnvelopeItem(toEnvelope([signer])))
    expect(structuredClone(whole)).toEqual(whole)
    const parts = [examine(toSignatureItem(stranger)), examine(toSignatureItem(signer))]
    expect(statesOf(joinExamined(parts).signatures)).toEqual(['verified', 'untrusted'])
    const attested = [stranger, signer].map((by) => examine(toEnvelopeItem(toEnvelope([by]))))
    expect(statesOf(joinExamined(attested).attestations)).toEqual(['verified', 'untrusted'])
  })

  it('L-04 three hundred layers by strangers before the good one are no obstacle', () => {
    const payload = JSON.stringify(toPayload())
    const items = Array.from({ length: 300 }, (_, at) =>
      toSignatureItem(stranger, { payload: toPayload(image, { optional: { at } }) }),
    )
    const timeTaken = startThreadTime()
    expect(examine(...items, toSignatureItem(signer, { payload })).signatures[0]?.state).toBe('verified')
    expect(timeTaken()).toBeLessThan(3_000)
  })

  it('L-04 tries only so many keys on a large payload, and says that it did', () => {
    const keys = Array.from({ length: 80 }, () => createSigner(null).key)
    const padding = 'x'.repeat(4_000_000)
    const statement = toStatement({ predicate: { padding } })
    const about = contextFor([...keys, signer.key], {}, [])
    const [unknown] = examineDiscovery(
      { items: [toEnvelopeItem(toEnvelope([stranger], statement))] },
      about,
    ).attestations
    expect(unknown?.state).toBe('undetermined')
    const trusting = contextFor([...keys, signer.key], {}, [...contextFor([signer.key]).trust.rules])
    const [known] = examineDiscovery(
      { items: [toEnvelopeItem(toEnvelope([signer], statement))] },
      trusting,
    ).attestations
    expect(known?.state).toBe('verified')
  })

  it('names the blob, its store and the digest that it was found for', () => {
    const item = toEnvelopeItem(toEnvelope([signer]))
    expect(examine(item).attestations[0]).toMatchObject({
      digest: digestOf(item.bytes ?? new Uint8Array()),
      store: 'tag',
      subject: image,
      inherited: false,
    })
    expect(item.layer.mediaType).toBe(mediaTypes.dsseEnvelope)
  })
})

function toDer(raw: Buffer): Buffer {
  const integer = (bytes: Buffer): Buffer => {
    const short = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
    const body = (short[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), short]) : short
    return Buffer.concat([Buffer.from([2, body.byteLength]), body])
  }
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
  return Buffer.concat([Buffer.from([0x30, body.byteLength]), body])
}

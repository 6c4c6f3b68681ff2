import { createPublicKey } from 'node:crypto'
import { limits } from '#lib/config/limits.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import type { LogEntry } from '#lib/sigstore/bundle/parse-log-entry.ts'

/** What an entry says was signed: which bytes, by which signatures of which keys or certificates. Claimed until bound. */
export type EntryBody = {
  /** Over the artefact or, of an envelope, over what `covers` names. */
  readonly digests: readonly EntryDigest[]
  readonly signatures: readonly EntrySignature[]
}
export type EntryDigest = {
  readonly covers: 'artifact' | 'payload' | 'envelope'
  readonly algorithm: string
  readonly hex: string
}
/** `signature` is null where the kind of entry has none (intoto 0.0.1). `verifier` is DER of a certificate or of an SPKI. */
export type EntrySignature = { readonly signature: Uint8Array | null; readonly verifier: Uint8Array }

const other = (why: string) => new EvidenceError('LOG_ENTRY_OTHER', `The log entry is not about this evidence: ${why}.`)

/** Reads the body of an entry by its kind (rekor pkg/types, rekor-tiles). Throws `LOG_ENTRY_OTHER` or `LOG_ENTRY_UNSUPPORTED`. */
export function parseEntryBody({ body, kind, version }: LogEntry): EntryBody {
  const { apiVersion, kind: stated, spec } = toObject(readJson(body), 'its body')
  if (apiVersion !== version || stated !== kind) throw other('its body is of another kind')
  const read = Object.hasOwn(readers, `${kind} ${version}`) ? readers[`${kind} ${version}`] : undefined
  if (read === undefined) {
    throw new EvidenceError('LOG_ENTRY_UNSUPPORTED', 'Log entries of this kind are not read.', {
      stated: `${kind} ${version}`.slice(0, 100),
    })
  }
  return read(toObject(spec, 'spec'))
}

const readers: Readonly<Record<string, (spec: JsonObject) => EntryBody>> = {
  'hashedrekord 0.0.1': ({ data, signature }) => {
    const { content, publicKey } = toObject(signature, 'signature')
    return {
      digests: [readHash(toObject(data, 'data').hash, 'artifact')],
      signatures: [{ signature: toBytes(content), verifier: readPem(toObject(publicKey, 'publicKey').content) }],
    }
  },
  'hashedrekord 0.0.2': ({ hashedRekordV002 }) => {
    const { data, signature } = toObject(hashedRekordV002, 'hashedRekordV002')
    return { digests: [readDigest(data, 'artifact')], signatures: [readSignature(signature)] }
  },
  'dsse 0.0.1': ({ envelopeHash, payloadHash, signatures }) => ({
    digests: [readHash(envelopeHash, 'envelope'), readHash(payloadHash, 'payload')],
    signatures: toList(signatures).map((one) => {
      const { signature, verifier } = toObject(one, 'a signature')
      return { signature: toBytes(signature), verifier: readPem(verifier) }
    }),
  }),
  'dsse 0.0.2': ({ dsseV002 }) => {
    const { payloadHash, signatures } = toObject(dsseV002, 'dsseV002')
    return { digests: [readDigest(payloadHash, 'payload')], signatures: toList(signatures).map(readSignature) }
  },
  'intoto 0.0.1': ({ content, publicKey }) => ({
    digests: [readHash(toObject(content, 'content').hash, 'envelope')],
    signatures: [{ signature: null, verifier: readPem(publicKey) }],
  }),
  'intoto 0.0.2': ({ content }) => {
    const { envelope, payloadHash } = toObject(content, 'content')
    return {
      digests: [readHash(payloadHash, 'payload')],
      signatures: toList(toObject(envelope, 'envelope').signatures).map((one) => {
        const { sig, publicKey } = toObject(one, 'a signature')
        // Rekor keeps the envelope's base64 in base64 once more.
        return { signature: toBytes(Buffer.from(toBytes(sig)).toString('latin1')), verifier: readPem(publicKey) }
      }),
    }
  },
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(decodeUtf8(bytes), { maxDepth: limits.maxJsonDepth })
  } catch {
    throw other('its body is not JSON')
  }
}

function toObject(value: unknown, where: string): JsonObject {
  if (isJsonObject(value)) return value
  throw other(`${where} is not an object`)
}

const maxSignatures = 32

function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length <= maxSignatures) return value
  throw other('its signatures are no list, or too many')
}

function toBytes(value: unknown): Uint8Array {
  if (typeof value !== 'string' || value === '') throw other('something in it is missing')
  try {
    return decodeBase64(value)
  } catch {
    throw other('something in it is not base64')
  }
}

/** Rekor v1: `{algorithm: "sha256", value: hex}`. */
function readHash(value: unknown, covers: EntryDigest['covers']): EntryDigest {
  const { algorithm, value: hex } = toObject(value, 'a hash')
  if (typeof algorithm !== 'string' || typeof hex !== 'string') throw other('a hash is not text')
  return { covers, algorithm, hex }
}

const hashNames: Readonly<Record<string, string>> = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' }

/** Rekor v2: `{algorithm: "SHA2_256", digest: base64}`. */
function readDigest(value: unknown, covers: EntryDigest['covers']): EntryDigest {
  const { algorithm, digest } = toObject(value, 'a digest')
  const name = typeof algorithm === 'string' && Object.hasOwn(hashNames, algorithm) ? hashNames[algorithm] : undefined
  if (name === undefined) throw other('its hash algorithm is not known')
  return { covers, algorithm: name, hex: Buffer.from(toBytes(digest)).toString('hex') }
}

function readSignature(value: unknown): EntrySignature {
  const { content, verifier } = toObject(value, 'signature')
  const { x509Certificate, publicKey } = toObject(verifier, 'verifier')
  if ((x509Certificate === undefined) === (publicKey === undefined)) throw other('it names no verifier, or two')
  const { rawBytes } = toObject(x509Certificate ?? publicKey, 'verifier')
  return { signature: toBytes(content), verifier: toBytes(rawBytes) }
}

/** PEM in base64: the first block's DER, a key's as SPKI. */
function readPem(value: unknown): Uint8Array {
  const text = Buffer.from(toBytes(value)).toString('latin1')
  const [, label, body] = /-----BEGIN ([A-Z ]{1,40})-----([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(text) ?? []
  if (label === undefined || body === undefined) throw other('its verifier is not PEM')
  const der = Buffer.from(body, 'base64')
  if (label === 'CERTIFICATE') return der
  try {
    return createPublicKey(text).export({ type: 'spki', format: 'der' })
  } catch {
    throw other('its verifier cannot be read')
  }
}

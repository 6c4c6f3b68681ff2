import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import { matchesRepository } from '#lib/trust/repository-pattern.ts'
import { anchorStores, type RuleSigner, type TrustInput, type TrustRule } from '#lib/trust/trust-rule.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import { type BundleFiles, invalidBundle, readJsonFile, readTextFile, toJsonFile } from './bundle-files.ts'

const states = z.enum(['active', 'retired', 'compromised'])
const signerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), fingerprint: z.string() }),
  z.strictObject({
    kind: z.literal('identity'),
    issuer: z.string(),
    subject: z.string().optional(),
    subjectPattern: z.string().optional(),
    claims: z.record(z.string(), z.string()).optional(),
    trustedRoot: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('certificate'), fingerprint: z.string(), subject: z.string().optional() }),
])
const ruleSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  repositories: z.array(z.string()),
  signer: signerSchema,
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  requireTransparencyLog: z.boolean(),
  requireTimestamp: z.boolean(),
})
const named = { fingerprint: z.string(), name: z.string().nullable() }
const trustSchema = z.strictObject({
  format: z.literal('touchstone-evidence-bundle/1'),
  now: z.string(),
  rules: z.array(ruleSchema),
  keys: z.array(z.strictObject({ ...named, state: states })),
  certificates: z.array(z.strictObject({ ...named, store: z.enum(anchorStores), state: states.optional() })),
  roots: z.array(z.strictObject({ id: z.string(), name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
})

/**
 * What a verdict was decided by, as files. Rules about other repositories and keys that signed nothing here are nobody's
 * business who is given the bundle, and left out; every root and certificate stays, since that none of them fits is an answer.
 */
export function writeTrust(trust: TrustInput, verdict: Verdict, repository: string): Map<string, Uint8Array> {
  const { keys, rules, anchors, roots, now } = selectTrust(trust, verdict, repository)
  const files = new Map<string, Uint8Array>()
  const document: z.input<typeof trustSchema> = {
    format: 'touchstone-evidence-bundle/1',
    now,
    rules: rules.map((rule) => ruleSchema.parse(rule)),
    keys: keys.map(({ fingerprint, name, state }) => ({ fingerprint, name, state })),
    certificates: anchors.map(({ fingerprint, name, store, state }) => ({
      fingerprint,
      name,
      store,
      ...(state === undefined ? {} : { state }),
    })),
    roots: roots.map(({ id, name, text }) => ({ id, name, sha256: sha256(Buffer.from(text)) })),
  }
  files.set('rules.json', toJsonFile(document))
  if (keys.length > 0) files.set('keys.pem', Buffer.from(keys.map(({ spki }) => toKeyPem(spki)).join('')))
  if (anchors.length > 0) {
    const pems = anchors.map(({ der }) => new X509Certificate(der).toString())
    files.set('certificates.pem', Buffer.from(pems.join('')))
  }
  for (const { text } of roots) files.set(`roots/${sha256(Buffer.from(text))}.json`, Buffer.from(text))
  return files
}

const toKeyPem = (spki: Uint8Array): string =>
  createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    .export({ type: 'spki', format: 'pem' })
    .toString()

function selectTrust(trust: TrustInput, { signatures, attestations }: Verdict, repository: string): TrustInput {
  const signers = [...signatures, ...attestations].flatMap(({ signer }) => (signer === null ? [] : [signer]))
  const isSeen = (signer: RuleSigner): boolean =>
    signers.some((seen) => {
      if (seen.kind === 'key') return signer.kind === 'key' && signer.fingerprint === seen.fingerprint
      if (seen.kind === 'identity') return signer.kind === 'identity' && signer.issuer === seen.issuer
      return signer.kind === 'certificate'
    })
  const rules = trust.rules.filter(
    ({ repositories, signer }) =>
      repositories.some((pattern) => matchesRepository(pattern, repository)) || isSeen(signer),
  )
  const isNamed = (fingerprint: string): boolean =>
    [...rules.map(({ signer }) => signer), ...signers].some(
      (signer) => signer.kind === 'key' && signer.fingerprint === fingerprint,
    )
  return { ...trust, rules, keys: trust.keys.filter(({ fingerprint }) => isNamed(fingerprint)) }
}

/** Reads back what `writeTrust` wrote; each key, certificate and root must be the one that it is called. */
export function readTrust(files: BundleFiles): TrustInput {
  const { now, rules, keys, certificates, roots } = readJsonFile(files, 'rules.json', trustSchema)
  if (Number.isNaN(Date.parse(now))) throw invalidBundle('rules.json does not say when it was judged')
  const keyPems = splitPem(files, 'keys.pem', keys.length)
  const certificatePems = splitPem(files, 'certificates.pem', certificates.length)
  return {
    now,
    version: `bundle ${sha256(files.get('rules.json') ?? new Uint8Array())}`,
    rules: rules as readonly TrustRule[],
    keys: keys.map((key, index) => {
      const parsed = parsePublicKey(keyPems[index] ?? '')
      if (parsed.fingerprint !== key.fingerprint)
        throw invalidBundle('a key in keys.pem is not the one that rules.json names')
      return { ...key, algorithm: parsed.algorithm, spki: parsed.spki }
    }),
    anchors: certificates.map((certificate, index) => {
      const der = new Uint8Array(parseCertificatePem(certificatePems[index] ?? '').raw)
      if (sha256(der) !== certificate.fingerprint) {
        throw invalidBundle('a certificate in certificates.pem is not the one that rules.json names')
      }
      return { ...certificate, der }
    }),
    roots: roots.map(({ id, name, sha256: digest }) => ({ id, name, text: readRoot(files, digest) })),
  }
}

function readRoot(files: BundleFiles, digest: string): string {
  const text = readTextFile(files, `roots/${digest}.json`)
  if (sha256(Buffer.from(text)) !== digest) throw invalidBundle('a trusted root is not the one that rules.json names')
  return text
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function splitPem(files: BundleFiles, name: string, count: number): string[] {
  if (count === 0) return []
  const pems = readTextFile(files, name).match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----\n/g) ?? []
  if (pems.length !== count) throw invalidBundle(`${name} does not hold the ${count} that rules.json names`)
  return pems
}

function parseCertificatePem(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw invalidBundle('certificates.pem holds something else than certificates', cause)
  }
}

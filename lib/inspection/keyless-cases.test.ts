import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import { parseStatement } from '#lib/attestation/statement.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseReference, type RegistryHost } from '#lib/oci/reference.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { parseBundle } from '#lib/sigstore/bundle/parse-bundle.ts'
import { cosignAnnotations, signaturePredicateType } from '#lib/sigstore/cosign-annotations.ts'
import { parseCosignMaterial } from '#lib/sigstore/parse-cosign-material.ts'
import { parseSimpleSigningPayload } from '#lib/sigstore/simple-signing/parse-payload.ts'
import { type ProvenIdentity, verifyIdentity } from '#lib/sigstore/verify-identity.ts'
import { evaluateState } from '#lib/trust/evaluate-verdict.ts'
import { examineDiscovery } from '#lib/trust/examine-discovery.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import type { TrustedRoot } from '#lib/trust-root/trusted-root.ts'
import { discoverEvidence } from './discover-evidence.ts'
import { toRequestTrust } from './request-trust.ts'
import { resolveSubject } from './resolve-subject.ts'

const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/keyless-private')
type Case = {
  id: string
  repository: string
  reference: string
  rules: { keys: string[]; identities: { issuer: string; subject: string }[] }
  trustedRoot: string
  requireTransparencyLog: boolean
  expect: { state: string; acceptStates?: string[] }
}
const cases: Case[] = existsSync(fixtures) ? JSON.parse(readFileSync(resolve(fixtures, 'cases.json'), 'utf8')) : []
const host = 'harbour.layout' as RegistryHost

async function discover({ repository, reference, rules }: Case) {
  const source = createLayoutSource({ host, path: resolve(fixtures, 'layouts') })
  const separator = reference.startsWith('sha256:') ? '@' : ':'
  const subject = await resolveSubject(source, parseReference(`${host}/${repository}${separator}${reference}`), null)
  const discovery = await discoverEvidence(source, subject)
  const keys = rules.keys.map((file) => ({ pem: readFileSync(resolve(fixtures, file), 'utf8') }))
  const trust = toRequestTrust({ keys }, new Date())
  const context = {
    subject: subject.digest,
    subjectBytes: subject.bytes,
    inherited: false,
    repository: `${host}/${repository}`,
    trust,
  }
  return { subject, discovery, context }
}

/** The identity that an image signature proves, null when it proves none or is no image signature. */
function prove(item: FoundItem, digest: string, root: TrustedRoot): ProvenIdentity | null {
  try {
    return item.format === 'sigstore-bundle' ? proveBundle(item, digest, root) : proveLegacy(item, digest, root)
  } catch (error) {
    if (error instanceof EvidenceError) return null
    throw error
  }
}

function proveBundle({ bytes }: FoundItem, digest: string, root: TrustedRoot): ProvenIdentity | null {
  const { content, material } = parseBundle(bytes ?? new Uint8Array())
  if (content.kind !== 'envelope' || material.signer.kind !== 'certificates') return null
  const { payload, signatures } = content.envelope
  const statement = parseStatement(payload)
  if (statement.predicateType !== signaturePredicateType) return null
  if (!statement.subjectDigests.some(({ sha256 }) => `sha256:${sha256}` === digest)) return null
  const preAuthEncoding = toPreAuthEncoding(content.envelope)
  return verifyIdentity(
    {
      certificates: material.signer.certificates,
      signature: signatures[0]?.signature ?? new Uint8Array(),
      signed: preAuthEncoding,
      content: { kind: 'envelope', payload, preAuthEncoding, stored: null },
      logEntries: material.logEntries,
      timestamps: material.timestamps,
    },
    root,
    Date.now(),
  )
}

function proveLegacy({ bytes, layer }: FoundItem, digest: string, root: TrustedRoot): ProvenIdentity | null {
  if (bytes === null || parseSimpleSigningPayload(bytes).imageDigest !== digest) return null
  const signature = Buffer.from(layer.annotations[cosignAnnotations.signature] ?? '', 'base64')
  const material = parseCosignMaterial(layer.annotations)
  const content = { kind: 'message', bytes } as const
  return verifyIdentity({ ...material, signature, signed: bytes, content }, root, Date.now())
}

describe.skipIf(cases.length === 0)('images signed by identity at a private instance', () => {
  it.each(cases.filter(({ rules }) => rules.keys.length === 0).map((one) => [one.id, one.expect.state, one] as const))(
    'C T P %s: %s',
    async (_, state, one) => {
      const { subject, discovery } = await discover(one)
      const root = parseTrustedRoot(readFileSync(resolve(fixtures, one.trustedRoot), 'utf8'))
      const proven = discovery.items
        .filter(({ format }) => format === 'sigstore-bundle' || format === 'cosign-simple-signing')
        .map((item) => prove(item, subject.digest, root))
      const isTrusted = proven.some(
        (proof) =>
          proof !== null &&
          (!one.requireTransparencyLog || proof.logs.length > 0) &&
          one.rules.identities.some(
            ({ issuer, subject: named }) => issuer === proof.identity.issuer && named === proof.identity.subject,
          ),
      )
      expect(isTrusted).toBe(state === 'verified')
    },
  )

  it.each(cases.map((one) => [one.id, one] as const))('never verifies %s by what is not checked', async (_, one) => {
    const { discovery, context } = await discover(one)
    const { answers } = discovery
    const state = evaluateState({ examined: examineDiscovery(discovery, context), answers })
    if (one.rules.keys.length === 0) expect(state).not.toBe('verified')
    else if (one.expect.state !== 'verified' && !one.requireTransparencyLog) expect(state).not.toBe('verified')
  })
})

import type { CheckDetail } from '#lib/evidence/check.ts'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { ProvenSigner } from '#lib/trust/proven-signer.ts'
import type { AnchorStore, TrustAnchor } from '#lib/trust/trust-rule.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { describeValidity, toFingerprint } from './describe-certificate.ts'
import { formatName, readName } from './distinguished-name.ts'
import { readAlternativeNames, usages } from './extensions.ts'
import { assertSigningProfile, findIssuer } from './signing-identity.ts'
import { type JudgedTimes, verifyAnchoredChain } from './verify-anchored-chain.ts'

export type CertificateSigner = Extract<ProvenSigner, { kind: 'certificate' }>

/** Who signed, by whose word, and the values that were compared. */
export type AnchoredProof = { readonly signer: CertificateSigner; readonly detail: CheckDetail }

/** Proven times in milliseconds since the epoch; where there is none, the time of the judgement. */
export type TimesToJudge = { readonly provenTimes: readonly number[]; readonly nowMs: number }

// Whoever sends more wants the verifier to work.
const maxOffered = 10

/**
 * Proves that a certificate was issued under one of the `ca` anchors, for signing (cosign's `--certificate-chain`). Without
 * a proven time it must be valid now, and the detail says so. Throws a `CERTIFICATE_…` error.
 */
export function proveByAnchor(
  leafDer: Uint8Array,
  intermediates: readonly Uint8Array[],
  anchors: readonly TrustAnchor[],
  { provenTimes, nowMs }: TimesToJudge,
): AnchoredProof {
  const leaf = parseCertificate(leafDer)
  assertSigningProfile(leaf)
  const [first, ...others] = provenTimes
  const times: JudgedTimes = first === undefined ? [nowMs] : [first, ...others]
  const offered = intermediates.slice(0, maxOffered).map(parseCertificate)
  const path = verifyAnchoredChain(leaf, offered, openAnchors(anchors, 'ca'), { times, purpose: usages.codeSigning })
  const { signer, detail } = toProof(path, anchors, first === undefined ? nowMs : null)
  return { signer, detail: { ...detail, ...describeNames(leaf) } }
}

const kinds = { uri: 'URI', email: 'email', other: 'other', dns: 'DNS' } as const

/**
 * What cosign would be asked for, which knows no subjects: the alternative name that it reads first, and the issuer. Rules
 * ask for neither, so that names which cannot be read are no fault.
 */
function describeNames(leaf: Certificate): CheckDetail {
  try {
    const names = readAlternativeNames(leaf)
    const [name] = Object.keys(kinds).flatMap((kind) => names.filter((one) => one.kind === kind))
    if (name === undefined) return {}
    return { alternativeName: `${kinds[name.kind]}:${name.text}`, oidcIssuer: findIssuer(leaf) }
  } catch (error) {
    if (error instanceof EvidenceError) return {}
    throw error
  }
}

/** A path that was verified as proof. `judgedNowMs`: its validity was judged at this moment, for want of a proven time. */
export function toProof(
  path: readonly Certificate[],
  anchors: readonly TrustAnchor[],
  judgedNowMs: number | null,
): AnchoredProof {
  const [leaf] = path
  if (leaf === undefined) throw new TypeError('A path has a leaf.')
  const leadsTo = anchors.filter(({ der }) => path.some((one) => areEqual(one.der, der)))
  assertNotCompromised(leadsTo)
  const subject = readName(leaf.subject)
  const signer: CertificateSigner = {
    kind: 'certificate',
    subject: formatName(subject),
    issuer: formatName(readName(leaf.issuer)),
    fingerprint: toFingerprint(leaf),
    anchors: [...new Set(leadsTo.map(({ fingerprint }) => fingerprint))],
    attributes: subject,
  }
  const anchor = path.find(
    ({ der }, at) => (at > 0 || path.length === 1) && leadsTo.some((one) => areEqual(one.der, der)),
  )
  const until = Math.min(...path.map(({ notAfter }) => notAfter))
  return {
    signer,
    detail: {
      subject: signer.subject,
      issuer: signer.issuer,
      fingerprint: signer.fingerprint,
      authority: anchor === undefined ? null : formatName(readName(anchor.subject)),
      anchor: signer.anchors.join(', '),
      ...describeValidity(leaf),
      ...(judgedNowMs === null ? {} : { judged: 'now: no time of the signature is proven', holdsUntil: toText(until) }),
    },
  }
}

const toText = (atMs: number): string => new Date(atMs).toISOString()

function assertNotCompromised(anchors: readonly TrustAnchor[]): void {
  const compromised = anchors.find(({ state }) => state === 'compromised')
  if (compromised === undefined) return
  const name = compromised.name ?? compromised.fingerprint.slice(0, 12)
  throw new EvidenceError(
    'KEY_COMPROMISED',
    `The authority ${name} is marked as compromised: anybody may have had a certificate issued.`,
  )
}

const opened = new WeakMap<TrustAnchor, Certificate>()

/** The anchors of one trust store, read once. */
export function openAnchors(anchors: readonly TrustAnchor[], store: AnchorStore): readonly Certificate[] {
  return anchors
    .filter((anchor) => anchor.store === store)
    .map((anchor) => {
      const certificate = opened.get(anchor) ?? parseCertificate(anchor.der)
      opened.set(anchor, certificate)
      return certificate
    })
}

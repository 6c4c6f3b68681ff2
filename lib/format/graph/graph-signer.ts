import type { CheckDetail } from '#lib/evidence/check.ts'
import { shortenFingerprint } from '../digest.ts'
import { formatEvidenceFormat, formatStore } from '../evidence.ts'
import { formatPredicateType } from '../predicate.ts'
import { identifyTime } from '../time.ts'
import { formatTimeSpan } from '../time-span.ts'
import type { GraphEvidence } from './graph-input.ts'

/** What a picture calls an item: the predicate of an attestation, otherwise the signature that it is. */
export const evidenceTitle = ({ predicateType }: Pick<GraphEvidence, 'predicateType'>): string =>
  predicateType === undefined ? 'Image signature' : formatPredicateType(predicateType)

/** Under it: how and where it is kept. */
export const evidenceNote = ({ format, store }: Pick<GraphEvidence, 'format' | 'store'>): string =>
  `${formatEvidenceFormat(format)} · ${formatStore(store)}`

type SignerNode = {
  readonly id: string
  readonly kind: 'key' | 'identity' | 'certificate' | 'missing'
  readonly title: string
  readonly note: string | null
  readonly digest: string | null
}

type SignerNodes = {
  /** The key or identity that a rule can name. */
  readonly signer: SignerNode | null
  /** The certificate between an identity and what it signed. */
  readonly certificate: SignerNode | null
}

/** Who signed an item, as nodes; what only failed checks name is named as claimed. */
export function signerNodes(evidence: GraphEvidence, index: number): SignerNodes {
  const { signer, state } = evidence
  switch (signer?.kind) {
    case 'key': {
      const { fingerprint, name } = signer
      const title = name ?? `key ${fingerprint.slice(0, 12)}`
      const note = `Key ${shortenFingerprint(fingerprint)}`
      return { signer: { id: `key ${fingerprint}`, kind: 'key', title, note, digest: fingerprint }, certificate: null }
    }
    case 'identity':
      return { signer: toIdentity(signer.issuer, signer.subject, false), certificate: toCertificate(evidence, index) }
    case 'certificate': {
      const { fingerprint, subject } = signer
      const certificate = {
        id: `certificate ${fingerprint}`,
        kind: 'certificate' as const,
        title: subject,
        note: `Certificate ${shortenFingerprint(fingerprint)}`,
        digest: fingerprint,
      }
      return { signer: null, certificate }
    }
    case undefined:
      return certificateDetail(evidence) === null
        ? { signer: toUnknown(state, index), certificate: null }
        : toClaimed(evidence, index)
  }
}

function toUnknown(state: GraphEvidence['state'], index: number): SignerNode {
  if (state === 'unsigned') return { id: 'nobody', kind: 'missing', title: 'Nobody', note: 'Not signed', digest: null }
  // Two unknown keys may be one or two: they are never drawn as the same.
  const title = state === 'untrusted' ? 'Unknown key' : 'Unknown signer'
  return { id: `unknown ${index}`, kind: 'missing', title, note: 'None of your keys', digest: null }
}

function certificateDetail({ checks }: GraphEvidence): CheckDetail | null {
  const check = checks.find(({ id, status }) => id === 'certificate' && status !== 'skipped')
  return check?.detail ?? null
}

function toClaimed(evidence: GraphEvidence, index: number): SignerNodes {
  const detail = certificateDetail(evidence) ?? {}
  const [issuer, subject] = [detail.issuer ?? detail.claimedIssuer, detail.subject ?? detail.claimedSubject]
  const isNamed = typeof issuer === 'string' && typeof subject === 'string'
  return { signer: isNamed ? toIdentity(issuer, subject, true) : null, certificate: toCertificate(evidence, index) }
}

const toIdentity = (issuer: string, subject: string, isClaimed: boolean): SignerNode => ({
  id: `${isClaimed ? 'claimed ' : ''}identity ${issuer} ${subject}`,
  kind: 'identity',
  title: subject,
  note: isClaimed ? `Claimed; says ${issuer}` : issuer,
  digest: null,
})

function toCertificate(evidence: GraphEvidence, index: number): SignerNode {
  const { fingerprint, notBefore, notAfter } = certificateDetail(evidence) ?? {}
  const print = typeof fingerprint === 'string' ? fingerprint : null
  const [start, end] = [notBefore, notAfter].map((time) => (typeof time === 'string' ? identifyTime(time) : null))
  return {
    id: `certificate ${print ?? index}`,
    kind: 'certificate',
    title: print === null ? 'Certificate' : `Certificate …${print.slice(-4)}`,
    note: start == null || end == null ? null : `Valid for ${formatTimeSpan(end - start)}`,
    digest: print,
  }
}

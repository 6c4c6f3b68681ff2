import { createHash, type KeyObject } from 'node:crypto'
import { describeValidity, toFingerprint, toNameLine } from '#lib/sigstore/certificates/describe-certificate.ts'
import type { TrustedAuthority } from '#lib/sigstore/certificates/verify-chain.ts'
import type { TransparencyLog, Validity } from '#lib/sigstore/log/transparency-log.ts'
import { toWindow } from './assert-usable-root.ts'
import type { RootAuthority, TrustedRoot } from './trusted-root.ts'

/** From–to in RFC 3339; null is open. */
export type DescribedWindow = { readonly validFrom: string | null; readonly validUntil: string | null }

export type DescribedCertificate = {
  readonly subject: string
  readonly issuer: string
  /** SHA-256 of the certificate in hexadecimal. */
  readonly fingerprint: string
  readonly key: string
  readonly notBefore: string
  readonly notAfter: string
}

/** An authority; its window is that of the root, cut to the validity of its certificates. */
export type DescribedAuthority = DescribedWindow & {
  readonly kind: 'certificate-authority' | 'timestamp-authority'
  readonly name: string
  readonly uri: string | null
  readonly certificates: readonly DescribedCertificate[]
}

export type DescribedLog = DescribedWindow & {
  readonly kind: 'log' | 'certificate-log'
  readonly origin: string
  /** The id in hexadecimal. */
  readonly logId: string
  /** SHA-256 of the SubjectPublicKeyInfo in hexadecimal. */
  readonly fingerprint: string
  readonly key: string
}

/** What a trusted root holds, as people and scripts are shown it. */
export type DescribedRoot = {
  readonly authorities: readonly DescribedAuthority[]
  readonly logs: readonly DescribedLog[]
  readonly notes: readonly string[]
}

export function describeRoot(root: TrustedRoot): DescribedRoot {
  return {
    authorities: [
      ...root.certificateAuthorities.map((one) => describeAuthority(one, 'certificate-authority')),
      ...root.timestampAuthorities.map((one) => describeAuthority(one, 'timestamp-authority')),
    ],
    logs: [
      ...root.logs.map((one) => describeLog(one, 'log')),
      ...root.certificateLogs.map((one) => describeLog(one, 'certificate-log')),
    ],
    notes: root.notes,
  }
}

const toText = (at: number | null): string | null =>
  at === null || !Number.isFinite(at) ? null : new Date(at).toISOString()

const describeWindow = ({ start, end }: Validity): DescribedWindow => ({
  validFrom: toText(start),
  validUntil: toText(end),
})

function describeAuthority(authority: RootAuthority, kind: DescribedAuthority['kind']): DescribedAuthority {
  const certificates = authority.certificates.map(describeCertificate)
  const name = certificates[0]?.subject ?? ''
  return { kind, name, uri: authority.uri, certificates, ...describeWindow(toWindow(authority)) }
}

function describeCertificate(certificate: TrustedAuthority['certificates'][number]): DescribedCertificate {
  const { x509 } = certificate
  return {
    subject: toNameLine(x509.subject),
    issuer: toNameLine(x509.issuer),
    fingerprint: toFingerprint(certificate),
    key: describeKey(x509.publicKey),
    ...describeValidity(certificate),
  }
}

function describeLog({ origin, logId, key, validity }: TransparencyLog, kind: DescribedLog['kind']): DescribedLog {
  return {
    kind,
    origin,
    logId: Buffer.from(logId).toString('hex'),
    fingerprint: createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    key: describeKey(key),
    ...describeWindow(validity),
  }
}

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

function describeKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const { namedCurve, modulusLength } = asymmetricKeyDetails ?? {}
  if (namedCurve !== undefined) return `ECDSA ${curves[namedCurve] ?? namedCurve}`
  if (modulusLength !== undefined) return `RSA ${modulusLength}`
  return asymmetricKeyType === 'ed25519' ? 'Ed25519' : (asymmetricKeyType ?? 'unknown')
}

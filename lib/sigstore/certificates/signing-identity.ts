import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Certificate } from './certificate.ts'
import {
  extensionIds,
  readAlternativeNames,
  readBasicConstraints,
  readExtendedKeyUsage,
  readKeyUsage,
  readUtf8String,
  usages,
} from './extensions.ts'

/** Who a Fulcio certificate was issued to. As verified as the certificate; text in it is hostile. */
export type SigningIdentity = {
  readonly subject: string
  readonly issuer: string
  readonly claims: Readonly<Record<string, string>>
}

const refused = (why: string) =>
  new EvidenceError('CERTIFICATE_PROFILE', `The certificate is not one for signing: ${why}.`)

const understood: readonly string[] = Object.values(extensionIds)

/** Throws `CERTIFICATE_PROFILE` for a certificate that must not sign code (fulcio docs/certificate-specification.md). */
export function assertSigningProfile(certificate: Certificate): void {
  if (readBasicConstraints(certificate)?.isCa === true) throw refused('it belongs to an authority')
  if (readKeyUsage(certificate)?.('digitalSignature') !== true) throw refused('its key may not make signatures')
  if (readExtendedKeyUsage(certificate)?.includes(usages.codeSigning) !== true) throw refused('its purpose is another')
  for (const [id, { isCritical }] of certificate.extensions) {
    if (isCritical && !understood.includes(id)) throw refused(`it has the unknown critical extension ${id}`)
  }
}

// fulcio docs/oid-info.md. Those up to .6 hold bare bytes, the others a UTF8String.
const issuerId = '1.3.6.1.4.1.57264.1.1'
const issuerV2Id = '1.3.6.1.4.1.57264.1.8'
const bareClaims: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.57264.1.2': 'githubWorkflowTrigger',
  '1.3.6.1.4.1.57264.1.3': 'githubWorkflowSHA',
  '1.3.6.1.4.1.57264.1.4': 'githubWorkflowName',
  '1.3.6.1.4.1.57264.1.5': 'githubWorkflowRepository',
  '1.3.6.1.4.1.57264.1.6': 'githubWorkflowRef',
}
const claims: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.57264.1.9': 'buildSignerURI',
  '1.3.6.1.4.1.57264.1.10': 'buildSignerDigest',
  '1.3.6.1.4.1.57264.1.11': 'runnerEnvironment',
  '1.3.6.1.4.1.57264.1.12': 'sourceRepositoryURI',
  '1.3.6.1.4.1.57264.1.13': 'sourceRepositoryDigest',
  '1.3.6.1.4.1.57264.1.14': 'sourceRepositoryRef',
  '1.3.6.1.4.1.57264.1.15': 'sourceRepositoryIdentifier',
  '1.3.6.1.4.1.57264.1.16': 'sourceRepositoryOwnerURI',
  '1.3.6.1.4.1.57264.1.17': 'sourceRepositoryOwnerIdentifier',
  '1.3.6.1.4.1.57264.1.18': 'buildConfigURI',
  '1.3.6.1.4.1.57264.1.19': 'buildConfigDigest',
  '1.3.6.1.4.1.57264.1.20': 'buildTrigger',
  '1.3.6.1.4.1.57264.1.21': 'runInvocationURI',
  '1.3.6.1.4.1.57264.1.22': 'sourceRepositoryVisibilityAtSigning',
}

/** The identity in a certificate: exactly one name, and its issuer. Throws `CERTIFICATE_PROFILE`. */
export function readIdentity(certificate: Certificate): SigningIdentity {
  const [name, ...more] = readAlternativeNames(certificate)
  if (name === undefined || more.length > 0) throw refused('it has not exactly one name')
  return { subject: name.text, issuer: readIssuer(certificate), claims: readClaims(certificate) }
}

/** The issuer that both of Fulcio's extensions name; null where there is neither. Throws `CERTIFICATE_PROFILE`. */
export function findIssuer(certificate: Certificate): string | null {
  const bare = readClaim(certificate, issuerId, decodeBare)
  const issuer = readClaim(certificate, issuerV2Id, readUtf8String)
  if (bare !== null && issuer !== null && bare !== issuer) throw refused('it names two issuers')
  return issuer ?? bare
}

function readIssuer(certificate: Certificate): string {
  const stated = findIssuer(certificate)
  if (stated === null || stated === '') throw refused('it names no issuer')
  return stated
}

function readClaims(certificate: Certificate): Readonly<Record<string, string>> {
  const read = (names: Readonly<Record<string, string>>, decode: (value: Uint8Array) => string) =>
    Object.entries(names).flatMap(([id, name]) => {
      const value = readClaim(certificate, id, decode)
      return value === null ? [] : [[name, value] as const]
    })
  return Object.fromEntries([...read(bareClaims, decodeBare), ...read(claims, readUtf8String)])
}

function readClaim(certificate: Certificate, id: string, decode: (value: Uint8Array) => string): string | null {
  const extension = certificate.extensions.get(id)
  if (extension === undefined) return null
  try {
    return decode(extension.value)
  } catch {
    throw refused('a claim in it cannot be read')
  }
}

const decodeBare = (value: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value)

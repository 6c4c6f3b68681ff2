import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import { type DerValue, parseChildren, parseDer, readOid, readSequence } from '#lib/sigstore/certificates/der.ts'
import type { RevocationPlace } from './revocation.ts'

const authorityInformation = '1.3.6.1.5.5.7.1.1'
const ocspMethod = '1.3.6.1.5.5.7.48.1'
const distributionPoints = '2.5.29.31'

const tags = { uri: 0x86, name: 0xa0, fullName: 0xa0, reasons: 0x81, otherIssuer: 0xa2 } as const

// Authorities name one of each, some two; whoever names more wants this server to be busy.
const maxPlaces = 2
const maxLength = 2_000

/**
 * Where a certificate says that its revocation may be asked, in the order in which it is: OCSP responders first, then lists
 * (specs trust-store-trust-policy.md, Certificate Revocation Evaluation). None where it names none that can be read.
 */
export function listPlaces(certificate: Certificate): readonly RevocationPlace[] {
  return [
    ...read(certificate, authorityInformation, listResponders).map((url) => ({ method: 'ocsp', url }) as const),
    ...read(certificate, distributionPoints, listLists).map((url) => ({ method: 'crl', url }) as const),
  ]
}

function read(certificate: Certificate, id: string, list: (value: DerValue) => readonly string[]): readonly string[] {
  const extension = certificate.extensions.get(id)
  if (extension === undefined) return []
  try {
    const urls = list(parseDer(extension.value)).filter(isAskable)
    return [...new Set(urls)].slice(0, maxPlaces)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

/** Directories (LDAP) are not asked, and nobody's name and password is sent along. */
function isAskable(url: string): boolean {
  if (url.length > maxLength || !URL.canParse(url)) return false
  const { protocol, username, password } = new URL(url)
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === ''
}

/** RFC 5280 §4.2.2.1. */
function listResponders(value: DerValue): readonly string[] {
  return readSequence(value).flatMap((description) => {
    const [method, location] = readSequence(description)
    return readOid(method) === ocspMethod ? readUris([location]) : []
  })
}

/** RFC 5280 §4.2.1.13. A list for some reasons only, or by another authority, does not say whether a certificate is good. */
function listLists(value: DerValue): readonly string[] {
  return readSequence(value).flatMap((point) => {
    const parts = readSequence(point)
    if (parts.some(({ tag }) => tag === tags.reasons || tag === tags.otherIssuer)) return []
    const name = parts.find(({ tag }) => tag === tags.name)
    return name === undefined ? [] : readPointName(parseChildren(name)[0])
  })
}

/** The addresses in a DistributionPointName that is a full one. */
export const readPointName = (name: DerValue | undefined): readonly string[] =>
  name?.tag === tags.fullName ? readUris(parseChildren(name)) : []

const readUris = (names: readonly (DerValue | undefined)[]): readonly string[] =>
  names.flatMap((name) => (name?.tag === tags.uri ? [Buffer.from(name.content).toString('latin1')] : []))

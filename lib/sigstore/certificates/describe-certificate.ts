import type { Certificate } from './certificate.ts'

/** SHA-256 of a certificate's DER, in hexadecimal. */
export const toFingerprint = ({ x509 }: Pick<Certificate, 'x509'>): string =>
  x509.fingerprint256.replaceAll(':', '').toLowerCase()

/** Both belong to the validity; RFC 3339. */
export const describeValidity = ({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>) => ({
  notBefore: new Date(notBefore).toISOString(),
  notAfter: new Date(notAfter).toISOString(),
})

/** A name as node writes it, one attribute a line, in one line. Empty for a certificate without one. */
export const toNameLine = (name: string | undefined): string => (name ?? '').replaceAll('\n', ', ')

import type { CheckId } from '#lib/evidence/check.ts'

const titles: Readonly<Record<CheckId, string>> = {
  content: 'Bytes match their digest',
  format: 'Format is read strictly',
  referrer: 'Manifest names this image as its subject',
  'payload-type': 'Payload is of the signed type',
  subject: 'Signed for this image',
  signature: 'Signature verifies',
  certificate: 'Certificate',
  'certificate-transparency': 'Certificate is in a transparency log',
  'transparency-log': 'Transparency log',
  timestamp: 'Time stamp',
  revocation: 'Certificate was not revoked',
  expiry: 'Signature has not expired',
  repository: 'Signed under this name',
  'predicate-type': 'Label agrees with what was signed',
  rule: 'A trust rule names the signer',
}

/** What a check is called on screen. */
export const checkTitle = (id: CheckId): string => titles[id]

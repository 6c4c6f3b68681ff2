import type { CertificateDto } from '#lib/api/contract/certificates.ts'

type Store = CertificateDto['stores'][number]

/** What a certificate may be trusted to vouch for, by the names of the Notary Project's trust stores. */
export const storeWords: Readonly<Record<Store, { readonly word: string; readonly hint: string }>> = {
  ca: {
    word: 'Signers',
    hint: 'It issues the certificates that people and pipelines sign with: Notary Project (trust store ca), or cosign with an own authority.',
  },
  signingAuthority: {
    word: 'Signing service',
    hint: 'It belongs to a service that signs for others and vouches for the time (trust store signingAuthority).',
  },
  tsa: {
    word: 'Time stamps',
    hint: 'It issues the certificates of a time-stamp authority (trust store tsa): with a time stamp, a signature outlives its certificate.',
  },
}

export const storeNames: readonly Store[] = ['ca', 'signingAuthority', 'tsa']

export const certificateStateWords: Readonly<Record<CertificateDto['state'], string>> = {
  active: 'Active',
  retired: 'Retired',
  compromised: 'Compromised',
}

/** How a certificate is called: its name, or the common name or all of its subject. */
export function formatCertificateName({ name, subject }: Pick<CertificateDto, 'name' | 'subject'>): string {
  return name ?? (/^CN=((?:[^,\\]|\\.)+)/.exec(subject)?.[1]?.replace(/\\([",+;<>\\ #])/g, '$1') || subject)
}

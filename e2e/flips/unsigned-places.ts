/** Places whose bytes may change and leave the evidence verified, each with the reason why that is right. */
type UnsignedPlace = { readonly place: RegExp; readonly reason: string }

const stamp = '(?:signedTimestamp|SignedRFC3161Timestamp)'

const unsignedPlaces: readonly UnsignedPlace[] = [
  {
    place: /^cosign-(?:simple-signing|dsse) chain(?: after the last line)?$/,
    reason: 'The chain beside a certificate may help to find a path to an own authority, and never anchors one.',
  },
  {
    place: /^cosign-(?:simple-signing|dsse) certificate after the last line$/,
    reason: 'What follows the last PEM block is none.',
  },
  {
    place: /^(?:cosign-dsse|cosign-simple-signing) predicateType$/,
    reason: 'A label of the layer. The type that counts is in the payload, and a label that differs is said.',
  },
  {
    place: /^sigstore-bundle blob (?:name of )?verificationMaterial\.publicKey\.hint$/,
    reason: 'A hint says which key to try first. Which key fits is found by trying.',
  },
  {
    place: /^(?:sigstore-bundle|cosign-dsse) blob (?:dsseEnvelope\.)?signatures\[\]\.keyid$/,
    reason: 'A key id is a hint (DSSE protocol.md): only the order of the attempts follows from it.',
  },
  {
    place: new RegExp(`${stamp}: signedData\\.certificates$`),
    reason:
      'Certificates in a time stamp may help to find the one that it names by its hash. Where the trusted root holds that one, they are not looked at.',
  },
  {
    place: new RegExp(`${stamp}: signedData\\.(?:version|digestAlgorithms)$`),
    reason: 'The wrapping of CMS (RFC 5652 §5.1): what is hashed, and how, is said again in what is signed.',
  },
  {
    place: new RegExp(`${stamp}: signer\\.(?:version|sid|signatureAlgorithm)$`),
    reason:
      'Who signed is in the signed attributes, by the hash of the certificate; how follows from its key (RFC 5035 §5, RFC 5652 §5.3).',
  },
  {
    place: new RegExp(`${stamp}: status$`),
    reason: 'Granted and granted with changes are both a time stamp; texts beside it are for people (RFC 3161 §2.4.2).',
  },
  {
    place: /checkpoint\.envelope: signature of a witness$/,
    reason: 'No witness is asked for, so that one that does not hold is not counted (C2SP signed-note.md).',
  },
  {
    place: /checkpoint\.envelope: one of several signatures of the log$/,
    reason: 'One signature of the log is enough, and the other one still holds.',
  },
  {
    place: /^notation-jws blob (?:name of )?header\.io\.cncf\.notary\.signingAgent$/,
    reason: 'The name of the signing program is in the unprotected header (Notary Project signature-specification.md).',
  },
  {
    place: /^notation-cose blob signingAgent$/,
    reason: 'The same in COSE.',
  },
  {
    place: /tlogEntries\[\]\.integratedTime$/,
    reason: 'Without a promise of the log its time is a claim that decides nothing.',
  },
]

const find = (place: string): UnsignedPlace | undefined => unsignedPlaces.find((one) => one.place.test(place))

/** A character of base64 is part of two fields where one begins: then each of them must be such a place. */
export function findUnsignedPlace(place: string): UnsignedPlace | undefined {
  const [member = '', fields] = place.split(': ')
  if (fields === undefined) return find(place)
  const found = fields.split(' and ').map((field) => find(`${member}: ${field}`))
  return found.includes(undefined) ? undefined : found[0]
}

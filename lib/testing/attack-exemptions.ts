/**
 * The catalogue of attacks that tests are titled after: a letter for its part and how many there are in it. D references and
 * discovery, R transport and credentials, M manifests and blobs, S simple signing, K keys, C certificates, T logs and time,
 * B bundles and JSON, A statements, P rules, L resources, V documents and their views, U trusted roots, H honest results,
 * W web.
 */
export const attackCounts: Readonly<Record<string, number>> = {
  D: 23,
  R: 25,
  M: 14,
  S: 21,
  K: 16,
  C: 22,
  T: 28,
  B: 24,
  A: 26,
  P: 17,
  L: 17,
  V: 23,
  U: 13,
  H: 10,
  W: 14,
}

const noLogin = 'There are no users, sessions or tokens: the server is open to whom its address is open.'

/** Attacks without a test of their title, and why. One that has a test must not be here. */
export const attackExemptions: Readonly<Record<string, string>> = {
  'A-25': 'What a document inside an attestation describes is the author’s claim; it is shown, and not compared.',
  'D-19': 'Only registries and layouts are asked; the API of a forge is neither.',
  'H-04': 'A verdict carries subject and issuer of the signer in full, and screens show what it carries.',
  'H-08': 'Screens and API show one verdict, made in one place (lib/inspection); there is no second form of it.',
  'H-10':
    'Annotations of registries are not shown as facts: annotations in a verdict are those that were signed (A-18, S-13).',
  'K-13': 'No rule counts signers: any one of them is enough, so that two names of one key gain nothing.',
  'L-10': 'No archive is unpacked: layers are neither fetched nor opened.',
  'L-13': 'Labels of metrics are fixed words (lib/metrics), never names of images or hosts.',
  'P-12': 'There is no mode that only warns: a rule trusts, or it does not.',
  'R-20': 'Keys are texts in PEM, and a rule names them by their fingerprint: no field of either is an address.',
  'R-23': noLogin,
  'U-09':
    'Configuration and trusted roots are read from the data directory and the file that is named, not from where the program happens to run.',
  'V-16': 'Downloads are tested by what they answer (e2e/integration/api-images.test.ts), under their own titles.',
  'V-20': 'No picture of a document is shown; the policy for content allows pictures of this server alone.',
  'W-02':
    'Nothing is authorised before the handlers: what stands before the pages compares the Host, which handlers do again.',
  'W-06': noLogin,
  'W-07': noLogin,
  'W-09': 'References in addresses are parsed as everywhere (D-01), and pages only read.',
  'W-10': 'Streams belong to the request that asked for them; there is no identifier of a run to guess.',
  'W-13': 'Answers about internal addresses are one refusal, given before any connection (R-03, R-11).',
  'W-14': 'Every body is read by a schema with limits (lib/api/contract); there is no import that reads otherwise.',
}

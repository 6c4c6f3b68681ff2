/** Kinds of private keys that people upload by mistake, with what gives each away. */
const markers: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['cosign, encrypted', /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----/],
  ['OpenSSH', /-----BEGIN OPENSSH PRIVATE KEY-----/],
  ['PGP', /-----BEGIN PGP PRIVATE KEY BLOCK-----/],
  ['PKCS#8, encrypted', /-----BEGIN ENCRYPTED PRIVATE KEY-----/],
  ['RSA', /-----BEGIN RSA PRIVATE KEY-----/],
  ['EC', /-----BEGIN EC PRIVATE KEY-----/],
  ['DSA', /-----BEGIN DSA PRIVATE KEY-----/],
  ['SSH2, encrypted', /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/],
  ['PuTTY', /^PuTTY-User-Key-File-\d/m],
  // Any other label: better to refuse too much than to keep one key.
  ['PEM', /-----BEGIN [^-\n]{0,100}PRIVATE KEY/i],
  ['age', /AGE-SECRET-KEY-1/],
  ['minisign', /^untrusted comment:[^\n]*secret key/im],
  ['unknown form', /PRIVATE KEY/],
]

/** What kind of private key a text holds, null when it holds none. Looks at the whole text; never throws. */
export function identifyPrivateKey(text: string): string | null {
  // UTF-16 that was read as UTF-8 has a NUL beside every letter.
  const letters = text.replaceAll('\u0000', '')
  const marked = markers.find(([, pattern]) => pattern.test(letters))
  if (marked !== undefined) return marked[0]
  return identifyJwk(letters) ?? identifyDer(text)
}

/** A JSON Web Key with a private or symmetric part (RFC 7518 §6.2.2, §6.3.2, §6.4), alone or in a set. */
function identifyJwk(text: string): string | null {
  if (!text.includes('"kty"')) return null
  return /"(?:d|p|q|dp|dq|qi|k)"\s*:/.test(text) ? 'JWK' : null
}

// AlgorithmIdentifiers that open a PKCS#8 key, and PKCS#12's content type 1.2.840.113549.1.7.1.
const pkcs12Data = '06092a864886f70d010701'

/** DER in base64 of either alphabet, or read as text: PKCS#8, SEC 1, PKCS#1 (each opens with a version INTEGER) or PKCS#12. */
function identifyDer(text: string): string | null {
  // Reads either alphabet, and skips white space.
  const hex = Buffer.from(text.slice(0, 4096), 'base64').subarray(0, 64).toString('hex')
  const version = /^30(?:82....|81..|8[34](?:..){3,4}|..)0201(.{4})/.exec(hex)?.[1]
  if (version?.startsWith('03') && hex.includes(pkcs12Data)) return 'PKCS#12'
  if (version === '0030' || version === '0130') return 'PKCS#8'
  if (version === '0104') return 'EC'
  return version === '0002' ? 'RSA' : identifyBinary(text)
}

/** A binary file that was read as UTF-8 keeps its ASCII bytes and loses the others: enough of the head is left. */
function identifyBinary(text: string): string | null {
  const hex = Buffer.from(text.slice(0, 12), 'latin1').toString('hex')
  const [, version, next] = /^30(?:..){1,4}?0201(00|01|03)(30|02|04)/.exec(hex) ?? []
  if (version === undefined) return null
  if (version === '03') return 'PKCS#12'
  if (next === '30') return 'PKCS#8'
  return next === '04' ? 'EC' : 'RSA'
}

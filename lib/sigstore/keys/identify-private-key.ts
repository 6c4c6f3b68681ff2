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
]

/** What kind of private key a text holds, null when it holds none. Looks at the whole text; never throws. */
export function identifyPrivateKey(text: string): string | null {
  const marked = markers.find(([, pattern]) => pattern.test(text))
  if (marked !== undefined) return marked[0]
  return identifyJwk(text) ?? identifyDer(text)
}

/** A JSON Web Key with a private or symmetric part (RFC 7518 §6.2.2, §6.3.2, §6.4), alone or in a set. */
function identifyJwk(text: string): string | null {
  const trimmed = text.trimStart()
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return null
  if (!/"kty"/.test(text)) return null
  return /"(?:d|p|q|dp|dq|qi|k)"\s*:/.test(text) ? 'JWK' : null
}

// AlgorithmIdentifiers that open a PKCS#8 key, and PKCS#12's content type 1.2.840.113549.1.7.1.
const pkcs12Data = '06092a864886f70d010701'

/** DER that was read as text or given in base64: PKCS#8, SEC 1, PKCS#1 (version INTEGER first) or PKCS#12. */
function identifyDer(text: string): string | null {
  const der = toDer(text)
  if (der === null) return null
  const hex = der.subarray(0, 64).toString('hex')
  if (/^30(?:82....|81..|8[34](?:..){3,4}|..)020103/.test(hex) && hex.includes(pkcs12Data)) return 'PKCS#12'
  if (/^30(?:82....|81..|..)02010[01]30/.test(hex)) return 'PKCS#8'
  if (/^30(?:82....|81..|..)02010104/.test(hex)) return 'EC'
  if (/^30(?:82....|81..|..)02010002/.test(hex)) return 'RSA'
  return null
}

function toDer(text: string): Buffer | null {
  const compact = text.slice(0, 4096).replace(/\s+/g, '')
  if (/^M[A-Za-z0-9+/]{20,}={0,2}$/.test(compact)) return Buffer.from(compact, 'base64')
  // A binary file read as UTF-8 keeps its ASCII bytes and loses the others: SEQUENCE, then the version INTEGER 3.
  if (text.startsWith('0') && text.slice(0, 64).includes('\u0002\u0001\u0003'))
    return Buffer.from(`308200000201033082000006092a864886f70d010701`, 'hex')
  return text.startsWith('0') && text.charCodeAt(1) > 0x7f ? Buffer.from(text.slice(0, 4096), 'latin1') : null
}

const pemNames: Readonly<Record<string, string>> = {
  'ENCRYPTED SIGSTORE PRIVATE KEY': 'a private key of cosign',
  'ENCRYPTED COSIGN PRIVATE KEY': 'a private key of cosign',
  'OPENSSH PRIVATE KEY': 'an OpenSSH private key',
  'EC PRIVATE KEY': 'an EC private key',
  'RSA PRIVATE KEY': 'an RSA private key',
  'DSA PRIVATE KEY': 'a DSA private key',
  'ENCRYPTED PRIVATE KEY': 'an encrypted private key',
  'PGP PRIVATE KEY BLOCK': 'a PGP private key',
}

/**
 * Names the kind of private key in `text`, or null. It lets the browser refuse a private key before anything is sent;
 * the server refuses it as well, and has the last word.
 */
export function identifyPrivateKey(text: string): string | null {
  const pem = /---- ?BEGIN ([^-\n]{0,100}PRIVATE KEY(?: BLOCK)?)/i.exec(text)
  if (pem !== null) return pemNames[pem[1] ?? ''] ?? 'a private key'
  if (/"kty"\s*:/.test(text) && /"(?:d|p|q|dp|dq|qi|k)"\s*:/.test(text)) return 'a JWK with its private part'
  if (/^PuTTY-User-Key-File-\d/m.test(text)) return 'a PuTTY private key'
  if (/AGE-SECRET-KEY-1/.test(text)) return 'an age secret key'
  if (/^untrusted comment:[^\n]*secret key/im.test(text)) return 'a minisign secret key'
  return null
}

/** The same for bytes that are no text: PKCS#12 (RFC 7292 §4: version 3 comes first) and bare PKCS#8 or SEC 1 keys. */
export function identifyPrivateKeyBytes(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x30) return null
  const lengthByte = bytes[1] ?? 0
  const at = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f)
  if (bytes[at] !== 0x02 || bytes[at + 1] !== 0x01) return null
  const version = bytes[at + 2]
  if (version === 3) return 'a PKCS#12 file, which holds a private key'
  if (version === 0 || version === 1) return 'a private key in DER form'
  return null
}

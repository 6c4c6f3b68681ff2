/** `sha256:4d5f8c21…91aa07c3`: both ends of the hexadecimal part, for comparing at a glance. Short text stays whole. */
export function shortenDigest(digest: string, ends = 8): string {
  const colon = digest.indexOf(':')
  const hex = digest.slice(colon + 1)
  if (hex.length <= ends * 2 + 1) return digest
  return `${digest.slice(0, colon + 1)}${hex.slice(0, ends)}…${hex.slice(-ends)}`
}

/** `ab12 93fe … 0c4d`: a key's fingerprint in groups, both ends. */
export function shortenFingerprint(fingerprint: string): string {
  if (fingerprint.length <= 12) return fingerprint
  return `${fingerprint.slice(0, 4)} ${fingerprint.slice(4, 8)} … ${fingerprint.slice(-4)}`
}

/** Shortens every digest within a text, so that tags such as `sha256-<hex>.sig` stay readable. */
export function shortenDigestsIn(text: string): string {
  return text.replace(
    /\b(sha256|sha512)([:-])([0-9a-f]{64,128})\b/g,
    (_, algorithm: string, mark: string, hex: string) => {
      return `${algorithm}${mark}${hex.slice(0, 4)}…${hex.slice(-4)}`
    },
  )
}

/** Cuts the middle out of a text longer than `length` characters: the ends of paths and names tell them apart. */
export function shortenMiddle(text: string, length: number): string {
  const characters = Array.from(text)
  if (characters.length <= length) return text
  const head = Math.ceil((length - 1) / 2)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (length - 1 - head)).join('')}`
}

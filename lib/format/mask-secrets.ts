/**
 * What credentials look like that stand in documents by mistake, each by its issuer's own prefix and length; in text and in
 * JSON, where a line break is `\n` in front of one. Linear in the text.
 */
const start = String.raw`(?<=^|[^A-Za-z0-9]|\\[bfnrt])`
const shapes: readonly string[] = [
  // GitHub, GitLab, npm, PyPI, Slack, Stripe, Docker Hub, Hugging Face.
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{50,}',
  'glpat-[A-Za-z0-9_-]{20,}',
  'npm_[A-Za-z0-9]{36,}',
  'pypi-AgE[A-Za-z0-9_-]{50,}',
  'xox[abeoprs]-[A-Za-z0-9-]{10,}',
  '[sr]k_live_[A-Za-z0-9]{16,}',
  'dckr_pat_[A-Za-z0-9_-]{20,}',
  'hf_[A-Za-z0-9]{30,}',
  // Access keys of AWS, keys of Google.
  '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  'AIza[A-Za-z0-9_-]{35}',
  // A JSON web token: header and payload are JSON objects in base64.
  String.raw`eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?`,
]
const pattern = new RegExp(`${start}(?:${shapes.join('|')})`, 'g')

// The password of a URL, and a user that stands alone there, as tokens do.
const userInfo = /(:\/\/)([^/?#\s@"'<>]{1,512})@/g

const shown = 4
const mask = '••••••••'

/**
 * Text with what looks like a credential masked: its first characters stay, so that it can be found and revoked. Only
 * what is shown is masked; files and answers of the API stay as their authors wrote them.
 */
export function maskSecrets(text: string): string {
  const masked = text.replace(pattern, (secret) => `${secret.slice(0, shown)}${mask}`)
  return masked.includes('@') ? masked.replace(userInfo, maskUserInfo) : masked
}

function maskUserInfo(all: string, scheme: string, info: string): string {
  const colon = info.indexOf(':')
  if (colon !== -1) return `${scheme}${info.slice(0, colon)}:${mask}@`
  // A short name alone is a user, as in ssh://git@host.
  return info.length < 20 ? all : `${scheme}${info.slice(0, shown)}${mask}@`
}

/** Whether `maskSecrets` would change the text. */
export const hasSecrets = (text: string): boolean => maskSecrets(text) !== text

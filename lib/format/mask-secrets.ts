/** What credentials look like that stand in documents by mistake, each by its issuer's own prefix; linear in the text. */
const patterns: readonly RegExp[] = [
  // GitHub, GitLab, npm, PyPI, Slack, Stripe, Docker Hub, Hugging Face.
  /\b(?:gh[pousr]_|github_pat_|glpat-|npm_|pypi-|xox[abeoprs]-|[sr]k_live_|dckr_pat_|hf_)[A-Za-z0-9_-]{16,}/g,
  // Access keys of AWS, keys of Google.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  // A JSON web token: header and payload are JSON objects in base64.
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?/g,
]

// The password of a URL, and a user that stands alone there, as tokens do.
const userInfo = /(:\/\/)([^/?#\s@"'<>]{1,512})@/g

const shown = 4
const mask = '••••••••'

/**
 * Text with what looks like a credential masked: its first characters stay, so that it can be found and revoked. Only
 * what is shown is masked; files and answers of the API stay as their authors wrote them.
 */
export function maskSecrets(text: string): string {
  let masked = text
  for (const pattern of patterns) masked = masked.replace(pattern, (secret) => `${secret.slice(0, shown)}${mask}`)
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

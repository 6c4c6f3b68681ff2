/** An identity in words. Everything in it is as verified as the certificate that says so; text only. */
export type IdentityWords = {
  /** Who or what signed: a workflow file, an address. */
  readonly name: string
  /** Whose it is: the repository of a workflow; null where the name says all. */
  readonly of: string | null
  /** Branch or tag that the workflow ran for. */
  readonly ref: string | null
  /** Who vouches for the identity. */
  readonly issuer: string
}

const issuerNames: Readonly<Record<string, string>> = {
  'https://token.actions.githubusercontent.com': 'GitHub Actions',
  'https://github.com/login/oauth': 'GitHub',
  'https://gitlab.com': 'GitLab',
  'https://accounts.google.com': 'Google',
  'https://login.microsoftonline.com': 'Microsoft',
  'https://agent.buildkite.com': 'Buildkite',
}

/** Issuers that rules are often made for, with what their subjects look like. */
export const usualIssuers: readonly { readonly issuer: string; readonly name: string; readonly subject: string }[] = [
  {
    issuer: 'https://token.actions.githubusercontent.com',
    name: 'GitHub Actions',
    subject: 'https://github.com/OWNER/REPOSITORY/.github/workflows/FILE.yml@refs/heads/main',
  },
  {
    issuer: 'https://gitlab.com',
    name: 'GitLab CI',
    subject: 'https://gitlab.com/GROUP/PROJECT//.gitlab-ci.yml@refs/heads/main',
  },
  { issuer: 'https://accounts.google.com', name: 'Google', subject: 'somebody@example.com' },
  { issuer: 'https://github.com/login/oauth', name: 'GitHub account', subject: 'somebody@example.com' },
]

export const formatIssuer = (issuer: string): string =>
  Object.hasOwn(issuerNames, issuer) ? (issuerNames[issuer] ?? issuer) : issuer.replace(/^https:\/\//, '')

/** Reads the usual forms of a subject; any other is shown as it is. */
export function describeIdentity({ issuer, subject }: { issuer: string; subject: string }): IdentityWords {
  const by = formatIssuer(issuer)
  const workflow = /^https:\/\/[^/]+\/([^/]+\/[^/]+)\/\.github\/workflows\/([^@]+)@refs\/(?:heads|tags)\/(.+)$/.exec(
    subject,
  )
  const pipeline = /^https:\/\/[^/]+\/(.+?)\/\/([^@]+)@refs\/(?:heads|tags)\/(.+)$/.exec(subject)
  const [, of, name, ref] = workflow ?? pipeline ?? []
  if (of === undefined || name === undefined || ref === undefined)
    return { name: subject, of: null, ref: null, issuer: by }
  return { name, of, ref, issuer: by }
}

/** An identity in one phrase, with who vouches for it. */
export function formatIdentity(identity: { issuer: string; subject: string }): string {
  const { name, of, ref, issuer } = describeIdentity(identity)
  return of === null ? `${name} (${issuer})` : `${name} of ${of} at ${ref} (${issuer})`
}

/** A pattern for the same workflow at any tag, or for exactly this subject: where somebody may begin to write. */
export function suggestSubjectPattern(subject: string): string {
  const at = subject.lastIndexOf('@refs/')
  if (at < 0) return quote(subject)
  const ref = subject.slice(at + 1)
  return `${quote(subject.slice(0, at))}@${ref.startsWith('refs/tags/') ? 'refs/tags/.*' : quote(ref)}`
}

const quote = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

import { matchesIdentityPattern } from './identity-pattern.ts'

/** What makes a pattern wider than its writer may think. */
export type PatternWarning = 'any-owner' | 'any-mail' | 'any-host' | 'any-ref' | 'bare-dot'

const outsiders: readonly { readonly warning: PatternWarning; readonly subject: string }[] = [
  {
    warning: 'any-owner',
    subject: 'https://github.com/somebody-else/anything/.github/workflows/any.yml@refs/heads/main',
  },
  { warning: 'any-owner', subject: 'https://gitlab.com/somebody-else/anything//.gitlab-ci.yml@refs/heads/main' },
  { warning: 'any-mail', subject: 'somebody.else@elsewhere.example' },
  { warning: 'any-host', subject: 'https://elsewhere.example/anything' },
]

/**
 * Tells what a pattern lets in beside what it was written for: outsiders that it matches, and other refs of those of the
 * `subjects` that it matches (branches of pull requests are refs as well).
 */
export function listPatternWarnings(pattern: string, subjects: readonly string[]): readonly PatternWarning[] {
  const warnings = outsiders
    .filter(({ subject }) => matchesIdentityPattern(pattern, subject))
    .map(({ warning }) => warning)
  const isAnyRef = subjects.some((subject) => {
    const other = subject.replace(/@refs\/.*$/s, '@refs/pull/1/merge')
    return other !== subject && matchesIdentityPattern(pattern, subject) && matchesIdentityPattern(pattern, other)
  })
  if (isAnyRef) warnings.push('any-ref')
  if (hasBareDot(pattern)) warnings.push('bare-dot')
  return [...new Set(warnings)]
}

/** A dot between letters is nearly always meant as a dot: `github.com` matches `githubXcom` as well. */
function hasBareDot(pattern: string): boolean {
  const unescaped = pattern.replace(/\\./gs, '\u0000').replace(/\[[^\]]*\]/gs, '\u0000')
  return /[A-Za-z0-9]\.[A-Za-z0-9]/.test(unescaped)
}

import { describe, expect, it } from 'vitest'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { hasSecrets, maskSecrets } from './mask-secrets.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

describe('maskSecrets', () => {
  it.each([
    ['a token of GitHub', `pkg:generic/x@1?t=ghp_${letters}`, 'pkg:generic/x@1?t=ghp_••••••••'],
    ['a fine-grained one', `github_pat_${letters}_${letters}`, 'gith••••••••'],
    ['a token of GitLab', `see glpat-${letters}.`, 'see glpa••••••••.'],
    ['an access key of AWS', 'key AKIAIOSFODNN7EXAMPLE!', 'key AKIA••••••••!'],
    ['a JSON web token', `Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${letters}`, 'Bearer eyJh••••••••'],
    ['a password in a URL', 'git+https://joe:hunter2@host/x', 'git+https://joe:••••••••@host/x'],
    ['a token in place of a user', `https://${letters}@host/x.git`, 'https://abcd••••••••@host/x.git'],
    ['a token behind a line break in JSON', `"a\\nghp_${letters}"`, '"a\\nghp_••••••••"'],
    ['two of them', `ghp_${letters} https://a:b@c`, 'ghp_•••••••• https://a:••••••••@c'],
  ])('V-14 masks %s, and lets it be recognised', (_, text, expected) => {
    expect(maskSecrets(text)).toBe(expected)
    expect(hasSecrets(text)).toBe(true)
  })

  it.each([
    'pkg:npm/%40scope/name@1.0.0?vcs_url=git%2Bssh://git@host/x',
    'ssh://git@github.com/a/b',
    'Organization: A <a@b.example>',
    'https://host/a@b:c@d',
    'ghp_short',
    'npm_config_registry_url_of_the_whole_organisation',
    'pypi-some-long-name-of-a-package-for-attestations',
    `xghp_${'a'.repeat(40)}`,
    'sha256:abababababababababababababababababababababababababababababababab',
    '',
  ])('leaves %j as it is', (text) => {
    expect(maskSecrets(text)).toBe(text)
    expect(hasSecrets(text)).toBe(false)
  })

  it('V-14 takes time in proportion to the text', () => {
    const timeTaken = startThreadTime()
    for (const text of ['://', '://a:', 'eyJa.eyJ', 'ghp_', 'eyJaaaaaaaaaaa', '@']) maskSecrets(text.repeat(200_000))
    expect(timeTaken()).toBeLessThan(2_000)
  })
})

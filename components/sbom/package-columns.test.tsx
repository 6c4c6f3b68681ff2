import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { SbomPackageDto } from '#lib/api/contract/attestations.ts'
import { packageColumns } from './package-columns.tsx'

const base: SbomPackageDto = {
  name: 'xz',
  version: null,
  type: null,
  purl: null,
  cpes: [],
  licenseDeclared: null,
  licenseConcluded: null,
  supplier: null,
  id: 'SPDXRef-1',
}
const render = (more: Partial<SbomPackageDto>): string =>
  renderToStaticMarkup(packageColumns.map(({ id, cell }) => <p key={id}>{cell({ ...base, ...more })}</p>))

const hostile = '"><img src=x onerror=alert(1)>\u202e'

describe('packageColumns', () => {
  it.each(['name', 'version', 'type', 'licenseDeclared', 'licenseConcluded', 'supplier'] as const)(
    'V-01 V-06 shows markup and hidden characters in %s as text',
    (field) => {
      const html = render({ [field]: hostile })
      expect(html).not.toContain('<img')
      expect(html).not.toContain('\u202e')
      expect(html).toContain('⟨U+202E⟩')
    },
  )

  it.each(['name', 'version', 'licenseDeclared', 'supplier'] as const)('V-14 masks a token in %s', (field) => {
    const html = render({ [field]: `x ghp_${'a1'.repeat(18)}` })
    expect(html).toContain('x ghp_•')
    expect(html).not.toContain('a1a1')
  })

  it('V-14 masks a password in a package URL', () => {
    const html = render({ purl: 'pkg:npm/a@1?vcs_url=https://joe:hunter2@host/a' })
    expect(html).toContain('https://joe:•')
    expect(html).not.toContain('hunter2')
  })

  it.each([
    'pkg:npm/..%2f..%2fevil@1',
    'pkg:npm/a%20b@1',
    'javascript:alert(1)',
    'pkg:generic/x?download_url=javascript:alert(1)',
  ])('V-04 V-17 builds no link from the purl %s', (purl) => {
    expect(render({ purl, type: 'npm' })).not.toContain('<a')
  })

  it('links a sound purl to the page of its ecosystem', () => {
    expect(render({ purl: 'pkg:npm/left-pad@1.3.0', type: 'npm' })).toContain(
      'href="https://www.npmjs.com/package/left-pad',
    )
  })

  it('shows what is not stated as such, and a concluded licence before a declared one that differs', () => {
    expect(render({})).toContain('Not stated')
    expect(render({ licenseDeclared: 'MIT', licenseConcluded: 'Apache-2.0' })).toMatch(/Apache-2\.0.*declared MIT/)
  })
})

import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { RecheckDto } from '#lib/api/contract/verdict.ts'
import { RecheckResult } from './recheck-result.tsx'

const hostile = '<img src=x onerror=alert(1)>\u202e'
const recheck: RecheckDto = {
  same: true,
  differences: [],
  verdict: {
    reference: 'registry.example/birds:v1',
    digest: `sha256:${'ab'.repeat(32)}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    platform: null,
    state: 'verified',
    indexState: null,
    sentence: `Signed by ${hostile}, whom you trust for **.`,
    signatures: [],
    attestations: [],
    sbom: null,
    discovery: [],
    checkedAt: '2026-06-01T12:00:00.000Z',
  },
  madeFrom: {
    rules: [{ name: hostile, repositories: ['**'] }],
    keys: [{ name: null, fingerprint: 'cd'.repeat(32), isKnown: false }],
    authorities: [],
    roots: [],
  },
}
const render = (changes: Partial<RecheckDto> = {}): string =>
  renderToStaticMarkup(<RecheckResult recheck={{ ...recheck, ...changes }} onLeave={() => undefined} />)

describe('what a bundle that is checked again says', () => {
  it('V-01 V-06 is shown as text, in quotes, without a seal: whoever made the file chose its rules', () => {
    const html = render()
    expect(html).not.toContain('<img')
    expect(html).not.toContain('\u202e')
    expect(html).toContain('<q>Signed by')
    expect(html).not.toContain('text-verified')
    expect(html).toContain('not one of yours')
    expect(html).toContain('nothing vouches for the file itself')
  })

  it('names every difference, and never calls it the same', () => {
    const html = render({ same: false, differences: ['state: "verified" became "untrusted"'] })
    expect(html).toContain('It comes out otherwise than the file says')
    expect(html).toContain('state: &quot;verified&quot; became &quot;untrusted&quot;')
    expect(html).not.toContain('The same comes out')
  })
})

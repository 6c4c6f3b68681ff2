import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { SecretsShown } from '#components/ui/secrets.tsx'
import { FacetSelect } from './facet-select.tsx'

vi.mock('next/navigation', () => ({
  usePathname: () => '/images/x',
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({}),
}))

const token = `ghp_${'a1'.repeat(18)}`

describe('the filter of packages', () => {
  it('V-14 masks a credential in a licence, until the reader asks for it', () => {
    const facets = [{ value: token, count: 1 }]
    const filter = <FacetSelect label="Licence" parameter="license" facets={facets} selected={token} />
    const html = renderToStaticMarkup(filter)
    expect(html).toContain('ghp_••••••••')
    expect(html).not.toContain(token)
    expect(renderToStaticMarkup(<SecretsShown value={true}>{filter}</SecretsShown>)).toContain(token)
  })
})

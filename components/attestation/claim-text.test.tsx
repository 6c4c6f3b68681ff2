import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { SecretsShown } from '#components/ui/secrets.tsx'
import { ClaimText } from './claim-text.tsx'

const token = `ghp_${'a1'.repeat(18)}`

describe('what a predicate says', () => {
  it('V-14 has its credentials masked until the reader asks for them', () => {
    const claim = <ClaimText claim={`--token=${token}`} />
    expect(renderToStaticMarkup(claim)).toBe('--token=ghp_••••••••')
    expect(renderToStaticMarkup(<SecretsShown value={true}>{claim}</SecretsShown>)).toBe(`--token=${token}`)
  })

  it('V-14 names no password in the text of an address', () => {
    const html = renderToStaticMarkup(<ClaimText claim="https://joe:hunter2@host.example/x" />)
    expect(html).not.toContain('hunter2')
  })
})

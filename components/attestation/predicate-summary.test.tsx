import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { PredicateSummary } from './predicate-summary.tsx'

const render = (summary: Record<string, unknown>): string =>
  renderToStaticMarkup(<PredicateSummary summary={summary} />)

describe('PredicateSummary', () => {
  it.each(['<img src=x onerror=alert(1)>', '"><svg/onload=alert(1)>', '{{7*7}}', '[x](javascript:alert(1))'])(
    'V-01 V-02 shows %s as text, as a value and as a name',
    (text) => {
      const html = render({ [text]: text })
      expect(html).not.toMatch(/<(img|svg|a)\b/)
      expect(html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')).toContain(text)
    },
  )

  it.each([
    'javascript:alert(1)',
    ' jAvAsCript\t:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '//evil.example/x',
    '\u0001javascript:alert(1)',
    'https://x" onmouseover="alert(1)',
    'blob:https://x/1',
  ])('V-03 V-04 makes no link of %j', (text) => {
    expect(render({ uri: text })).not.toContain('<a')
  })

  it('V-05 a link to another site tells it nothing and gets no hold of this page', () => {
    expect(render({ uri: 'https://example.com/a' })).toMatch(/rel="[^"]*noreferrer[^"]*noopener[^"]*nofollow/)
  })

  it('V-06 spells out what changes the reading order', () => {
    expect(render({ name: 'evil\u202etxt.exe' })).toContain('⟨U+202E⟩')
  })

  it('V-07 lists a field named __proto__ like any other', () => {
    const summary = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":"c"}') as Record<string, unknown>
    const html = render(summary)
    expect(html).toContain('__proto__')
    expect(html).toContain('constructor')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('L-03 stops within deep nesting and long lists', () => {
    let deep: Record<string, unknown> = { end: 'deepest' }
    for (let depth = 0; depth < 1000; depth++) deep = { deep }
    expect(render(deep)).toContain('See the raw JSON.')
    expect(render({ list: Array.from({ length: 100_000 }, (_, index) => index) }).length).toBeLessThan(5000)
  })
})

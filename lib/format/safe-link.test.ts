import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeLink } from './safe-link.ts'

const refused = [
  'javascript:alert(1)',
  ' jAvAsCript\t:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://example.org/1',
  'file:///etc/passwd',
  '//evil.example',
  '/\\evil.example',
  '/relative',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https:\\\\evil.example',
  'https://x" onmouseover=alert(1)',
  "https://x' onmouseover=alert(1)",
  'https://example.org/<script>',
  'https://example.org\n.evil.example',
  'https://example.org\u202e/moc.live',
  'https://trusted.example@evil.example/',
  'https://user:secret@example.org/',
  'git+https://github.com/org/repo',
  'https://',
  '',
  `https://example.org/${'a'.repeat(3000)}`,
]

describe('safeLink', () => {
  it.each(refused)('V-03 V-04 draws no link for %j', (text) => {
    expect(safeLink(text)).toBeNull()
  })

  it('V-05 gives the host that a link leads to', () => {
    expect(safeLink('HTTPS://Example.org:8443/a?b=c#d')).toEqual({
      href: 'https://example.org:8443/a?b=c#d',
      host: 'example.org:8443',
    })
    expect(safeLink('http://example.org/')).toEqual({ href: 'http://example.org/', host: 'example.org' })
  })

  it('V-04 never gives another protocol, whatever the text', () => {
    const scheme = fc.constantFrom('javascript:', 'data:', 'http:', 'https:', ' https:', '\thttp:', 'HTTPS:')
    fc.assert(
      fc.property(scheme, fc.string({ unit: 'binary' }), (start, rest) => {
        const link = safeLink(`${start}${rest}`)
        if (link !== null) expect(new URL(link.href).protocol).toMatch(/^https?:$/)
      }),
    )
  })
})

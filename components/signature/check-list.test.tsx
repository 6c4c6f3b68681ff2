import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { CheckDto } from '#lib/api/contract/verdict.ts'
import { CheckList } from './check-list.tsx'

const render = (...checks: CheckDto[]): string => renderToStaticMarkup(<CheckList checks={checks} />)
const hostile = '"><img src=x onerror=alert(1)>\u202e'

describe('CheckList', () => {
  it('V-01 V-06 shows what was read from evidence as text, hidden characters spelt out', () => {
    const html = render(
      { id: 'subject', status: 'failed', code: 'SUBJECT_MISMATCH', reason: hostile, detail: { signed: hostile } },
      { id: 'format', status: 'passed', detail: { mediaType: hostile } },
    )
    expect(html).not.toContain('<img')
    expect(html).not.toContain('\u202e')
    expect(html.match(/⟨U\+202E⟩/g)).toHaveLength(3)
  })

  it('H-01 never says “passed” of a check that was skipped or could not be decided', () => {
    const html = render(
      { id: 'transparency-log', status: 'skipped', code: null, reason: 'None is asked for.', detail: {} },
      { id: 'signature', status: 'inconclusive', code: 'SIGNATURE_UNKNOWN_KEY', reason: 'No key fits.', detail: {} },
    )
    expect(html).not.toContain('Passed')
    expect(html).toContain('Not checked:')
    expect(html).toContain('Could not be decided:')
  })

  it('shows another name of a copy as a remark, not as a check that did not pass', () => {
    const html = render({
      id: 'repository',
      status: 'inconclusive',
      code: 'REPOSITORY_DIFFERS',
      reason: 'It was signed under another name.',
      detail: { signedAs: 'a', repository: 'b' },
    })
    expect(html).toContain('Remark:')
    expect(html).toContain('signedAs')
  })
})

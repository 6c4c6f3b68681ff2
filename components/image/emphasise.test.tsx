import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Emphasised } from './emphasise.tsx'

const render = (sentence: string, names: string[]): string =>
  renderToStaticMarkup(<Emphasised sentence={sentence} names={names} />)

it('puts the signer and the pattern in bold and leaves every word in its place', () => {
  const html = render('Signed by release key, whom you trust for workshop/*.', ['release key', 'workshop/*', ''])
  expect(html.match(/<strong[^>]*>[^<]*<\/strong>/g)?.map((strong) => strong.replace(/<[^>]+>/g, ''))).toEqual([
    'release key',
    'workshop/*',
  ])
  expect(html.replace(/<[^>]+>/g, '')).toBe('Signed by release key, whom you trust for workshop/*.')
})

it('V-01 shows a key named like markup as text', () => {
  expect(render('Signed by <b>x</b>.', ['<b>x</b>'])).not.toContain('<b>')
})

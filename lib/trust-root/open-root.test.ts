import { expect, it } from 'vitest'
import { openRoot } from './open-root.ts'

const mediaTypes = [
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]

it('reads a root once, and anew when it has been renewed under the same id', () => {
  const [before, after] = mediaTypes.map((mediaType) =>
    openRoot({ id: 'a', name: 'a', text: JSON.stringify({ mediaType }) }),
  )
  const again = openRoot({ id: 'a', name: 'b', text: JSON.stringify({ mediaType: mediaTypes[0] }) })
  expect(again.root).toBe(before?.root)
  expect(again.name).toBe('b')
  expect(after?.root).not.toBe(before?.root)
})

it('L keeps no more roots than there are uses for, and reads a forgotten one again', () => {
  const open = (at: number) =>
    openRoot({ id: 'a', name: 'a', text: `${JSON.stringify({ mediaType: mediaTypes[0] })}${' '.repeat(at)}` })
  const first = open(1)
  expect(open(1).root).toBe(first.root)
  for (let at = 2; at < 64; at += 1) open(at)
  expect(open(1).root).not.toBe(first.root)
})

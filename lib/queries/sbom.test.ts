import { expect, it } from 'vitest'
import { toPackagesFilter } from './sbom.ts'

it('toPackagesFilter leaves out what the address cannot mean', () => {
  const get = (text: string) => {
    const parameters = new URLSearchParams(text)
    return (name: string) => parameters.get(name)
  }
  expect(toPackagesFilter(get('q=xz&type=deb&sort=-name'))).toEqual({
    q: 'xz',
    type: 'deb',
    license: null,
    sort: '-name',
  })
  expect(toPackagesFilter(get('q=&sort=constructor'))).toEqual({ q: null, type: null, license: null, sort: null })
})

import { describe, expect, it } from 'vitest'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { encodeDer, makeAuthority, sequence, type TestExtension } from '#lib/testing/test-authority.ts'
import { placesExtensions } from '#lib/testing/test-revocation.ts'
import { listPlaces } from './list-places.ts'

const of = (...extensions: readonly TestExtension[]) =>
  listPlaces(parseCertificate(makeAuthority('root', { extensions }).der)).map(({ method, url }) => `${method} ${url}`)
const places = (ocsp: readonly string[], crl: readonly string[] = []) => of(...placesExtensions({ ocsp, crl }))
const uri = (url: string) => encodeDer(0x86, Buffer.from(url))
const point = (...parts: readonly Uint8Array[]) => of({ id: '2.5.29.31', value: sequence(sequence(...parts)) })
const name = encodeDer(0xa0, encodeDer(0xa0, uri('http://crl.example/')))

describe('where a certificate says that its revocation may be asked', () => {
  it('responders come first, then lists, two of each at most', () => {
    expect(places(['http://a.example', 'https://b.example/x', 'http://c.example'], ['http://crl.example/'])).toEqual([
      'ocsp http://a.example',
      'ocsp https://b.example/x',
      'crl http://crl.example/',
    ])
    expect(places([])).toEqual([])
    expect(places(['http://a.example', 'http://a.example'])).toHaveLength(1)
  })

  it('is over HTTP, without a name and password, and no longer than addresses are', () => {
    expect(
      places(['ldap://a.example', 'file:///etc/passwd', 'http://u:p@a.example', 'http://u@a.example', 'no address']),
    ).toEqual([])
    expect(places([`http://a.example/${'x'.repeat(2_000)}`])).toEqual([])
  })

  it('is no list for some reasons only or by somebody else, and none where it cannot be read', () => {
    expect(point(name)).toEqual(['crl http://crl.example/'])
    expect(point(name, encodeDer(0x81, Buffer.of(1, 2)))).toEqual([])
    expect(point(name, encodeDer(0xa2))).toEqual([])
    expect(point(encodeDer(0xa0, encodeDer(0xa1)))).toEqual([])
    expect(point()).toEqual([])
    expect(of({ id: '2.5.29.31', value: Buffer.of(0x30, 5) })).toEqual([])
    expect(of({ id: '1.3.6.1.5.5.7.1.1', value: encodeDer(0x04) })).toEqual([])
  })
})

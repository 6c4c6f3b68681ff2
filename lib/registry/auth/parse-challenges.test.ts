import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { chooseChallenge } from './choose-challenge.ts'
import { parseChallenges } from './parse-challenges.ts'
import { parseRealm } from './parse-realm.ts'

const read = (header: string) =>
  parseChallenges(header, 4096).map(({ scheme, parameters }) => ({ scheme, ...Object.fromEntries(parameters) }))
const refused = expect.objectContaining({ code: 'REGISTRY_ADDRESS_REFUSED' })

describe('parseChallenges', () => {
  it.each([
    [
      'Bearer realm="https://a/token",service="s",scope="repository:a/b:pull,push"',
      [{ scheme: 'bearer', realm: 'https://a/token', service: 's', scope: 'repository:a/b:pull,push' }],
    ],
    ['BEARER Realm = "https://a" , Service=s', [{ scheme: 'bearer', realm: 'https://a', service: 's' }]],
    ['Bearer realm=https://a/token?x=1,service=s', [{ scheme: 'bearer', realm: 'https://a/token?x=1', service: 's' }]],
    [
      'Basic realm="a, b", Bearer realm="https://b"',
      [
        { scheme: 'basic', realm: 'a, b' },
        { scheme: 'bearer', realm: 'https://b' },
      ],
    ],
    ['Basic realm="say \\"hi\\""', [{ scheme: 'basic', realm: 'say "hi"' }]],
    ['Negotiate, Basic realm=x', [{ scheme: 'negotiate' }, { scheme: 'basic', realm: 'x' }]],
    ['', []],
    [', ,', []],
  ])('reads %s', (header, expected) => {
    expect(read(header)).toEqual(expected)
  })

  it('refuses a parameter that is given twice', () => {
    expect(() => read('Bearer realm="https://a",realm="https://b"')).toThrow(
      expect.objectContaining({ code: 'REGISTRY_PROTOCOL' }),
    )
  })

  it('ends, in linear time, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'Bearer =",\\ x\t'), maxLength: 200 }), (header) => {
        try {
          return Array.isArray(read(header))
        } catch (error) {
          return isAppError(error, 'REGISTRY_PROTOCOL')
        }
      }),
    )
    const timeTaken = startThreadTime()
    for (const part of ['"', '\\', ',', '=', 'a ', 'a="', '="']) {
      try {
        parseChallenges(part.repeat(4096), 4096)
      } catch (error) {
        expect(isAppError(error)).toBe(true)
      }
    }
    expect(timeTaken()).toBeLessThan(3000)
  })

  it('reads back what it was made of', () => {
    const text = fc.stringMatching(/^[\x20-\x7e]{0,40}$/)
    fc.assert(
      fc.property(text, text, (realm, scope) => {
        const quote = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`
        const [challenge] = read(`Bearer realm=${quote(realm)}, scope=${quote(scope)}`)
        return (
          challenge !== undefined && challenge.scheme === 'bearer' && 'realm' in challenge && challenge.realm === realm
        )
      }),
    )
  })
})

describe('parseRealm', () => {
  const registry = new URL('https://registry.example.com/')
  const policy = { registry, tokenHosts: ['auth.example.com'] }

  it('takes the registry itself and the token services that are known', () => {
    expect(parseRealm('https://registry.example.com/token', policy).pathname).toBe('/token')
    expect(parseRealm('https://auth.example.com/token', policy).hostname).toBe('auth.example.com')
    const loopback = { registry: new URL('http://127.0.0.1:5000'), tokenHosts: [] }
    expect(parseRealm('http://127.0.0.1:5000/token', loopback).port).toBe('5000')
  })

  it.each([
    'https://evil.example/token',
    'http://registry.example.com/token',
    'http://auth.example.com/token',
    'https://registry.example.com:8443/token',
    'https://auth.example.com:8443/token',
    'https://user@registry.example.com/token',
    'https://registry.example.com@evil.example/token',
    'https://registry.example.com.evil.example/token',
    'https://evil.example\\@registry.example.com/',
    '//registry.example.com/token',
    '/token',
    'token',
    '',
    'file:///etc/passwd',
    'https://10.0.0.1/token',
    'https://169.254.169.254/latest',
    'https://registry.example.com/ https://evil.example/',
  ])('R-01 R-02 R-08 refuses the realm %j', (text) => {
    expect(() => parseRealm(text, policy)).toThrow(refused)
  })

  it('R-02 refuses plain HTTP for a registry with TLS, even at a service that is known', () => {
    const known = { registry, tokenHosts: ['auth.example.com:80'] }
    expect(() => parseRealm('http://auth.example.com/token', known)).toThrow(refused)
  })

  it('R-02 refuses another port of a loopback registry, and names the host', () => {
    const loopback = { registry: new URL('http://127.0.0.1:5000'), tokenHosts: [] }
    expect(() => parseRealm('http://127.0.0.1:5001/token', loopback)).toThrow(/127\.0\.0\.1/)
  })
})

describe('chooseChallenge', () => {
  const policy = { registry: new URL('https://r.example'), tokenHosts: [] }

  it('prefers Bearer, knows Basic, and nothing else', () => {
    expect(chooseChallenge('Basic realm=x, Bearer realm="https://r.example/t"', policy, 4096)?.kind).toBe('bearer')
    expect(chooseChallenge('Basic realm="x"', policy, 4096)).toEqual({ kind: 'basic' })
    expect(chooseChallenge('Negotiate', policy, 4096)).toBeNull()
  })

  it('R-02 refuses several realms in one header', () => {
    const header = ['a', 'b', 'c'].map((name) => `Bearer realm="https://r.example/${name}"`).join(', ')
    expect(() => chooseChallenge(header, policy, 4096)).toThrow(refused)
  })
})

import { describe, expect, it } from 'vitest'
import { readRevocation } from './read-revocation.ts'

describe('the settings of revocation', () => {
  it('ask by default, and no private host', () => {
    expect(readRevocation({})).toEqual({ isAsked: true, privateHosts: [] })
    expect(readRevocation({ TOUCHSTONE_REVOCATION: 'ask' }).isAsked).toBe(true)
    expect(readRevocation({ TOUCHSTONE_REVOCATION: 'off' }).isAsked).toBe(false)
  })

  it('name hosts that may be private, by commas', () => {
    const { privateHosts } = readRevocation({
      TOUCHSTONE_REVOCATION_HOSTS: ' OCSP.internal, crl.internal:8080,,[::1]:81 ',
    })
    expect(privateHosts).toEqual(['ocsp.internal', 'crl.internal:8080', '[::1]:81'])
  })

  it.each([
    [{ TOUCHSTONE_REVOCATION: 'no' }],
    [{ TOUCHSTONE_REVOCATION_HOSTS: 'http://ocsp.internal' }],
    [{ TOUCHSTONE_REVOCATION_HOSTS: 'ocsp.internal/path' }],
    [{ TOUCHSTONE_REVOCATION_HOSTS: 'user@ocsp.internal' }],
    [{ TOUCHSTONE_REVOCATION_HOSTS: 'ocsp.internal:80' }],
  ])('are refused when they are %j', (environment) => {
    expect(() => readRevocation(environment)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})

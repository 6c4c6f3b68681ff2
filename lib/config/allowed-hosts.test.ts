import { describe, expect, test } from 'vitest'
import { isAllowedHost, isAllowedOrigin } from './allowed-hosts.ts'

const listen = (host: string, port = 3000) => ({ listen: { host, port, loopbackOnly: true }, baseUrl: null })

describe('W-03 the Host header', () => {
  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:3000'])('may be %s', (host) => {
    expect(isAllowedHost(listen('127.0.0.1'), host)).toBe(true)
  })

  test.each([
    'evil.example:3000',
    'localhost',
    'localhost:3001',
    'localhost:3000.evil.example',
    'localhost.evil.example:3000',
    'evil.example@localhost:3000',
    'localhost:3000/',
    'localhost:03000',
    '',
    ' localhost:3000',
    'localhost:3000, evil.example',
    '127.0.0.2:3000',
  ])('may not be %j', (host) => {
    expect(isAllowedHost(listen('127.0.0.1'), host)).toBe(false)
  })

  test('may be HOST, and needs no port where that is the scheme’s', () => {
    expect(isAllowedHost(listen('192.168.1.5'), '192.168.1.5:3000')).toBe(true)
    expect(isAllowedHost(listen('fd00::5'), '[fd00::5]:3000')).toBe(true)
    expect(isAllowedHost(listen('127.0.0.1', 80), 'localhost')).toBe(true)
    expect(isAllowedHost(listen('127.0.0.1', 80), 'localhost:80')).toBe(true)
  })

  test('is that of the base address alone when one is given', () => {
    const config = { ...listen('127.0.0.1'), baseUrl: 'https://touchstone.example' }
    expect(isAllowedHost(config, 'touchstone.example')).toBe(true)
    expect(isAllowedHost(config, 'touchstone.example:443')).toBe(true)
    expect(isAllowedHost(config, 'touchstone.example:80')).toBe(false)
    expect(isAllowedHost(config, 'localhost:3000')).toBe(false)
  })
})

describe('W-05 the Origin header', () => {
  test('must be an origin of this server, scheme and port included', () => {
    const config = listen('127.0.0.1')
    expect(isAllowedOrigin(config, 'http://localhost:3000')).toBe(true)
    for (const origin of [
      'null',
      'http://localhost',
      'https://localhost:3000',
      'http://localhost:3000/',
      'http://evil.example:3000',
    ]) {
      expect(isAllowedOrigin(config, origin)).toBe(false)
    }
  })
})

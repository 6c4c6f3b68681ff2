import { describe, expect, it } from 'vitest'
import { createAddressPolicy } from './address-policy.ts'
import { classifyAddress } from './classify-address.ts'
import type { ResolvedAddress } from './resolve-addresses.ts'

const refused = expect.objectContaining({ code: 'REGISTRY_ADDRESS_REFUSED' })
const to = (...addresses: string[]): readonly ResolvedAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

function policyFor(
  registry: string,
  options: { allowPrivate?: boolean; insecure?: boolean; related?: string[]; answers?: string[] } = {},
) {
  return createAddressPolicy({
    registry: new URL(registry),
    allowPrivate: options.allowPrivate ?? false,
    insecure: options.insecure ?? false,
    relatedHosts: options.related ?? [],
    resolveAddresses: async () => to(...(options.answers ?? ['203.0.113.7'])),
  })
}

describe('classifyAddress', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.8.9.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::7f00:1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['64:ff9b::a00:1', 'private'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['0.0.0.0', 'private'],
    ['::', 'private'],
    ['224.0.0.1', 'private'],
    ['255.255.255.255', 'private'],
    ['198.18.0.1', 'private'],
    ['169.254.1.1', 'private'],
    ['fe80::1', 'private'],
    ['fe80::1%eth0', 'private'],
    ['fd00::1', 'private'],
    ['2002:7f00:1::', 'private'],
    ['2001::1', 'private'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.100.100.200', 'metadata'],
  ])('%s is %s', (address, kind) => {
    expect(classifyAddress(address)).toBe(kind)
  })
})

describe('createAddressPolicy', () => {
  it.each([
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[::]',
    '0.0.0.0',
    '127.0.0.1',
    '[::1]',
    '10.0.0.1',
    '169.254.169.254',
    '[fd00::1]',
  ])('R-11 refuses https://%s unless it was added', (host) => {
    const url = new URL(`https://${host}/`)
    expect(() => policyFor(url.href).assertUrl(url)).toThrow(refused)
  })

  it.each(['localhost.', 'ⓛocalhost', 'localhost', 'metadata.google.internal'])(
    'R-03 R-11 refuses %s by what it resolves to',
    async (host) => {
      const { hostname } = new URL(`https://${host}/`)
      await expect(policyFor(`https://${hostname}`, { answers: ['127.0.0.1'] }).resolve(hostname)).rejects.toEqual(
        refused,
      )
    },
  )

  it.each([['127.0.0.1'], ['::1'], ['10.0.0.8'], ['169.254.169.254'], ['fd00::1'], ['192.168.0.9']])(
    'R-03 refuses a name with the address %s',
    async (address) => {
      await expect(policyFor('https://evil.example', { answers: [address] }).resolve('evil.example')).rejects.toEqual(
        refused,
      )
    },
  )

  it('R-13 refuses a name with one private address among public ones', async () => {
    const policy = policyFor('https://evil.example', { answers: ['8.8.8.8', '2606:4700::1111', '10.0.0.1'] })
    await expect(policy.resolve('evil.example')).rejects.toEqual(refused)
  })

  it('lets a registry that was added be private, and nothing else', async () => {
    const policy = policyFor('https://harbor.corp', { allowPrivate: true, answers: ['10.0.0.5'] })
    await expect(policy.resolve('harbor.corp')).resolves.toHaveLength(1)
    await expect(policy.resolve('minio.corp')).rejects.toEqual(refused)
  })

  it('never asks a metadata address, added or not', async () => {
    const policy = policyFor('https://harbor.corp', { allowPrivate: true, answers: ['169.254.169.254'] })
    await expect(policy.resolve('harbor.corp')).rejects.toEqual(refused)
    const own = policyFor('https://169.254.169.254', { allowPrivate: true, insecure: true })
    expect(() => own.assertUrl(new URL('https://169.254.169.254/'))).toThrow(refused)
  })

  it('R-22 speaks plain HTTP only to loopback and to hosts that were added so', () => {
    const plain = (host: string, options: Parameters<typeof policyFor>[1]) => () =>
      policyFor(`http://${host}`, options).assertUrl(new URL(`http://${host}/`))
    expect(plain('registry.example.com', {})).toThrow(refused)
    expect(plain('registry.example.com', { allowPrivate: true })).toThrow(refused)
    expect(plain('registry.example.com', { allowPrivate: true, insecure: true })).not.toThrow()
    expect(plain('127.0.0.1:5000', { allowPrivate: true })).not.toThrow()
    expect(plain('127.0.0.2:5000', { allowPrivate: true })).toThrow(refused)
  })

  it('refuses localhost when it lies elsewhere', async () => {
    const policy = policyFor('http://localhost:5000', { allowPrivate: true, answers: ['8.8.8.8'] })
    await expect(policy.resolve('localhost')).rejects.toEqual(refused)
  })

  it('R-10 refuses user names and other schemes in addresses that a server gives', () => {
    const policy = policyFor('https://quay.io')
    for (const text of [
      'https://u@quay.io/',
      'https://u:p@cdn.example/',
      'file:///etc/passwd',
      'ftp://quay.io/',
      'gopher://x/',
    ]) {
      expect(() => policy.assertUrl(new URL(text))).toThrow(refused)
    }
  })
})

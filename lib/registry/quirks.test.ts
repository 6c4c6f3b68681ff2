import { describe, expect, it } from 'vitest'
import { parseRegistryHost } from '#lib/oci/reference.ts'
import { findQuirk, quirks } from './quirks.ts'

describe('quirks', () => {
  it('have a reason, a source, and hosts as references spell them', () => {
    for (const { host, apiHost, tokenHosts = [], reason, link } of quirks) {
      for (const one of [host.replace(/^\*\./, ''), ...(apiHost === undefined ? [] : [apiHost]), ...tokenHosts]) {
        expect(parseRegistryHost(one)).toBe(one)
      }
      expect(reason.length).toBeGreaterThan(20)
      expect(new URL(link).protocol).toBe('https:')
    }
    expect(new Set(quirks.map(({ host }) => host)).size).toBe(quirks.length)
  })

  it('R-19 belong to exactly their host', () => {
    expect(findQuirk('docker.io')?.apiHost).toBe('registry-1.docker.io')
    for (const host of ['xdocker.io', 'docker.io.evil.example', 'docker.io:443', 'evil.example'])
      expect(findQuirk(host)).toBeNull()
    const wild = [{ host: '*.registry.example', reason: '', link: '' }]
    expect(findQuirk('eu.registry.example', wild)).not.toBeNull()
    expect(findQuirk('evilregistry.example', wild)).toBeNull()
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import { probeRegistry } from './probe-registry.ts'
import type { RegistryOptions } from './registry-options.ts'
import { createRegistrySource, type RegistrySource } from './registry-source.ts'

let registry: ScriptedRegistry
const opened: RegistrySource[] = []
const basic = { kind: 'basic', username: 'u', password: 'p' } as const

function probe(changed: Partial<RegistryOptions> = {}) {
  const source = createRegistrySource(toRegistryOptions(registry.host, changed), {
    limits: { ...limits, retryBaseMs: 1 },
  })
  opened.push(source)
  return probeRegistry(source)
}

beforeEach(async () => {
  registry = await startScriptedRegistry()
  registry.putImage('team/app', 'v1')
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
  await registry.close()
})

describe('probeRegistry', () => {
  it('says what an open registry can do', async () => {
    expect(await probe()).toEqual({
      reachable: true,
      authenticated: null,
      api: 'distribution',
      catalogue: 'listed',
      referrers: 'supported',
      quirks: [],
      problem: null,
    })
  })

  it('tells credentials that were accepted from those that were refused and those that nobody asked for', async () => {
    expect(await probe({ credentials: basic })).toMatchObject({ authenticated: null })
    registry.settings.auth = { ...basic }
    expect(await probe({ credentials: basic })).toMatchObject({ reachable: true, authenticated: true, problem: null })
    expect(await probe({ credentials: { ...basic, password: 'x' } })).toMatchObject({
      reachable: true,
      authenticated: false,
      problem: { code: 'REGISTRY_UNAUTHORIZED' },
    })
    expect(await probe()).toMatchObject({
      reachable: true,
      authenticated: null,
      problem: { code: 'REGISTRY_UNAUTHORIZED' },
    })
  })

  it('asks a repository that was added by hand where nothing is listed', async () => {
    registry.settings.catalogue = false
    registry.settings.referrersApi = false
    expect(await probe({ repositoriesByHand: ['team/app'] })).toMatchObject({
      catalogue: 'refused',
      referrers: 'unsupported',
      problem: null,
    })
    expect(await probe()).toMatchObject({ catalogue: 'refused', referrers: 'unknown' })
  })

  it('names the fault of one that cannot be reached or is none', async () => {
    expect(await probe({ allowPrivate: false })).toMatchObject({
      reachable: false,
      problem: { code: 'REGISTRY_ADDRESS_REFUSED' },
    })
    registry.fault('/v2/', { kind: 'html' })
    expect(await probe()).toMatchObject({ reachable: true, problem: { code: 'REGISTRY_PROTOCOL' } })
    await registry.close()
    expect(await probe()).toMatchObject({ reachable: false, problem: { code: 'REGISTRY_UNREACHABLE' } })
  })
})

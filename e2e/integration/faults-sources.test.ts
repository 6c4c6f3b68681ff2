import { describe, expect, it } from 'vitest'
import { createFaultBench } from './fault-bench.ts'

const bench = createFaultBench()

describe('hosts that are no registry', () => {
  it('an unknown host', async () => {
    const { status, body } = await bench.api.verify({ reference: 'no-such-host.invalid/team/app:v1' })
    expect([status, body.code]).toEqual([502, 'REGISTRY_UNREACHABLE'])
  })
  it('a closed port', async () => {
    const { status, body } = await bench.api.verify({ reference: '127.0.0.1:1/team/app:v1' })
    expect([status, body.code]).toEqual([502, 'REGISTRY_UNREACHABLE'])
  })
  it.each([
    '10.0.0.1',
    '192.168.1.1:5000',
    '169.254.169.254',
    '127.1',
    '2130706433:80',
    '0.0.0.0:5000',
    '[::ffff:10.0.0.1]',
    '172.16.0.1',
  ])('the private address %s is not asked', async (host) => {
    const { status, body } = await bench.api.verify({ reference: `${host}/team/app:v1` })
    expect([400, 403]).toContain(status)
    expect(['REGISTRY_ADDRESS_REFUSED', 'REFERENCE_INVALID']).toContain(body.code)
  })
  it('a layout that is no source', async () => {
    const { status, body } = await bench.api.verify({ reference: 'nowhere.layout/team/app:v1' })
    expect([status, body.code]).toEqual([404, 'REGISTRY_UNKNOWN'])
  })
  it('a refused catalogue explains itself and offers the next step', async () => {
    bench.registry.settings.catalogue = false
    bench.image()
    const added = await bench.api.post<{ id: string }>('/registries', { kind: 'registry', host: bench.registry.host })
    const list = await bench.api.get<{
      items: unknown[]
      problems: { code: string; registry: string; remedy: string }[]
    }>('/repositories', { registry: bench.registry.host })
    expect(list.status).toBe(200)
    expect(list.body.problems).toEqual([
      expect.objectContaining({ code: 'REGISTRY_CATALOGUE_REFUSED', registry: bench.registry.host }),
    ])
    expect(list.body.problems[0]?.remedy).toMatch(/by name/)
    expect((await bench.api.patch(`/registries/${added.body.id}`, { addRepositories: ['team/app'] })).status).toBe(200)
    const after = await bench.api.get<{ items: { repository: string; addedByHand: boolean }[] }>('/repositories', {
      registry: bench.registry.host,
    })
    expect(after.body.items).toEqual([
      expect.objectContaining({ repository: `${bench.registry.host}/team/app`, addedByHand: true }),
    ])
  })
  it('credentials are written and never read back', async () => {
    bench.registry.settings.auth = { kind: 'basic', username: 'reader', password: 'open-sesame-4711' }
    bench.image()
    const added = await bench.api.post<{ id: string; hasCredentials: boolean }>('/registries', {
      kind: 'registry',
      host: bench.registry.host,
      username: 'reader',
      password: 'open-sesame-4711',
    })
    expect([added.status, added.body.hasCredentials]).toEqual([201, true])
    expect((await bench.verify()).body.state).toBe('unsigned')
    const check = await bench.api.post<{ reachable: boolean; authenticated: boolean }>(
      `/registries/${added.body.id}/check`,
      {},
    )
    expect(check.body).toMatchObject({ reachable: true, authenticated: true })
    const list = await bench.api.get('/registries')
    expect(JSON.stringify([added.body, list.body, check.body])).not.toContain('open-sesame-4711')
    expect(bench.product.output()).not.toContain('open-sesame-4711')
  })
})

import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiOf } from '#e2e/api-client.ts'
import { buildProduct, distDir, nextProgram, productRoot } from '#e2e/build-product.ts'
import { demo, states, statesKey, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { startProduct } from '#e2e/product.ts'
import { runProgram } from '#e2e/run-program.ts'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { startScriptedRegistry } from '#lib/testing/scripted-registry.ts'

const isRoot = process.getuid?.() === 0
const verdict = `/verdict?reference=${demo}:v1`
type List<Item> = { items: Item[] }

describe('the server in operation', () => {
  it('obeys the limits of its configuration file, in what it reads and in what its pages say', async () => {
    const product = await startProduct({ config: 'limits:\n  maxLayers: 1\n' })
    const { body } = await apiOf(product.url).get<VerdictDto>(`/verdict?reference=${states}:signed-v2`)
    const page = await (await fetch(`${product.url}/docs/limits`)).text()
    await product.stop()
    expect(body.attestations).toHaveLength(1)
    expect(body.discovery.map(({ code }) => code)).toContain('LIMIT_EXCEEDED')
    expect(page).toMatch(/here (?:<!-- -->)?1</)
  })

  it('keeps its data directory to itself, and what was answered survives kill -9', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-data-'))
    const dataDir = join(folder, 'data')
    const first = await startProduct({ dataDir })
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    const added = await apiOf(first.url).post<KeyDto>('/keys', {
      pem: workshopKey,
      trust: { repositories: ['workshop/*'] },
    })
    expect(added.status).toBe(201)
    first.process.kill('SIGKILL')
    await first.stop()
    const second = await startProduct({ dataDir })
    const keys = await apiOf(second.url).get<List<KeyDto>>('/keys')
    expect(keys.body.items.map((key) => key.fingerprint)).toEqual([added.body.fingerprint])
    expect((await (await fetch(`${second.url}/api/v1${verdict}`)).json()) as object).toMatchObject({
      state: 'verified',
    })
    await second.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('loses nothing when its cache is deleted', async () => {
    const product = await startProduct()
    const api = apiOf(product.url)
    await api.post('/keys', { pem: workshopKey, trust: { repositories: ['workshop/*'] } })
    expect((await api.get<{ state: string }>('/verdict', { reference: `${demo}:v1` })).body.state).toBe('verified')
    rmSync(join(product.dataDir, 'cache'), { recursive: true, force: true })
    expect((await api.get<{ state: string }>('/verdict', { reference: `${demo}:v1` })).body.state).toBe('verified')
    await product.stop()
  })

  it('two processes on one data directory see each other and corrupt nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-data-'))
    const dataDir = join(folder, 'data')
    const products = [await startProduct({ dataDir }), await startProduct({ dataDir })]
    const [one, two] = products.map((product) => apiOf(product.url))
    await Promise.all([one?.post('/keys', { pem: workshopKey }), two?.post('/keys', { pem: statesKey })])
    for (const api of [one, two]) expect((await api?.get<List<KeyDto>>('/keys'))?.body.items).toHaveLength(2)
    await Promise.all(products.map((product) => product.stop()))
    rmSync(folder, { recursive: true, force: true })
  })

  it('finishes answers when SIGTERM comes, and ends', async () => {
    const registry = await startScriptedRegistry()
    const { digest } = registry.putImage('team/app', 'v1')
    registry.fault(`/referrers/${digest}`, {
      kind: 'custom',
      answer: (_request, response) => {
        setTimeout(() => response.writeHead(404).end(), 1500)
      },
    })
    const product = await startProduct()
    const answer = apiOf(product.url).verify({ reference: `${registry.host}/team/app:v1` })
    await new Promise((resolve) => setTimeout(resolve, 500))
    const ended = new Promise<number>((resolve) => product.process.once('exit', () => resolve(Date.now())))
    const asked = Date.now()
    product.process.kill('SIGTERM')
    expect((await answer).body.state).toBe('unsigned')
    expect((await ended) - asked).toBeLessThan(6000)
    await product.stop()
    await registry.close()
  })

  it('refuses to listen beyond loopback without a decision', async () => {
    await buildProduct()
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-data-'))
    const env = {
      HOST: '0.0.0.0',
      PORT: '0',
      TOUCHSTONE_DATA_DIR: join(folder, 'data'),
      TOUCHSTONE_DIST_DIR: distDir,
      NODE_ENV: 'production',
    }
    const result = await runProgram(
      'timeout',
      ['20', process.execPath, nextProgram, 'start', '-H', '0.0.0.0', '-p', '0'],
      { cwd: productRoot, env },
    )
    expect(result.code).not.toBe(0)
    expect(result.code).not.toBe(124)
    expect(result.stdout + result.stderr).toMatch(/HOST/)
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('a data directory that cannot be written', () => {
  it.skipIf(!isRoot)(
    'read-only: the change is refused with a code (run as root: the server gets another user)',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'touchstone-ro-'))
      chmodSync(folder, 0o755)
      const dataDir = join(folder, 'data')
      mkdirSync(dataDir, { mode: 0o700 })
      chownSync(dataDir, 65534, 65534)
      const asNobody = { uid: 65534, gid: 65534 }
      const first = await startProduct({ dataDir, user: asNobody })
      await first.stop()
      const names = spawnSync('chown', ['-R', 'root:root', dataDir])
      expect(names.status).toBe(0)
      spawnSync('chmod', ['-R', 'a+rX,a-w', dataDir])
      const product = await startProduct({ dataDir, user: asNobody, readyPath: '/api/v1/health/live' })
      const { status, body } = await apiOf(product.url).post('/keys', { pem: workshopKey })
      expect([status, body.code.startsWith('STORE_')]).toEqual([503, true])
      await product.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  )

  const disk = mkdtempSync(join(tmpdir(), 'touchstone-full-'))
  const mounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', disk]).status === 0
  it.skipIf(!mounted)(
    'full: the change is refused with a code, reading goes on (needs leave to mount a small file system)',
    async () => {
      const product = await startProduct({ dataDir: join(disk, 'data') })
      try {
        const api = apiOf(product.url)
        expect((await api.post('/keys', { pem: workshopKey })).status).toBe(201)
        spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=64k'])
        const pems = [statesKey]
        const answers = await Promise.all(pems.map((pem) => api.post('/keys', { pem, name: 'n'.repeat(150) })))
        for (const { status, body } of answers)
          if (status !== 201) expect([status, body.code]).toEqual([503, 'STORE_FULL'])
        const verdictAnswer = await api.verify({ reference: `${demo}:v1`, keys: [{ pem: workshopKey }] })
        expect(verdictAnswer.body.state).toBe('verified')
        expect(existsSync(join(disk, 'data'))).toBe(true)
      } finally {
        await product.stop()
        spawnSync('umount', [disk])
      }
    },
  )
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import { defaultLimits, setLimits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { createLargeSpdx } from '#lib/testing/large-spdx.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { createDocumentPool, type DocumentPool, type DocumentPoolOptions } from './document-pool.ts'
import type { ExportFormat, SbomSource, Wrapping } from './sbom-source.ts'

const pools: DocumentPool[] = []
afterEach(async () => {
  setLimits(defaultLimits)
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

/** A pool that reads everything in the worker. */
function createPool(options: DocumentPoolOptions = {}): DocumentPool {
  const pool = createDocumentPool({ inProcessBytes: 0, ...options })
  pools.push(pool)
  return pool
}

function toSource(content: Uint8Array | string, wrapping: Wrapping = 'raw') {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const load = vi.fn(async () => bytes)
  return { digest: digestOf(bytes), wrapping, size: bytes.byteLength, load } satisfies SbomSource
}

/** Milliseconds that this thread computes until the answer is there. */
async function computedWhile(ask: () => Promise<unknown>): Promise<number> {
  const computed = startThreadTime()
  await ask()
  return computed()
}

const spdxOf = (...names: string[]) =>
  JSON.stringify({ spdxVersion: 'SPDX-2.3', packages: names.map((name) => ({ name })) })
const statementOf = (predicate: unknown) => JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', predicate })
const envelopeOf = (payload: string) => ({
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(payload).toString('base64'),
  signatures: [],
})
const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError, got ${String(error)}`)
}

describe('document pool', { timeout: 60_000 }, () => {
  it('gives the same answers from the worker and from the process itself', async () => {
    const content = createLargeSpdx({ packages: 200 })
    const ask = async (pool: DocumentPool) => {
      const source = toSource(content)
      const formats: ExportFormat[] = ['original', 'csv', 'spdx-json', 'cyclonedx-json']
      const exports = await Promise.all(formats.map((format) => pool.exportSbom(source, format)))
      return {
        facts: await pool.openSbom(source),
        counts: await pool.countPackages(source),
        page: await pool.queryPackages(source, { q: 'amber', license: 'MIT', sort: '-version', limit: 3 }),
        sizes: exports.map((bytes) => bytes.byteLength),
      }
    }
    const here = await ask(createPool({ inProcessBytes: 1_000_000 }))
    expect(await ask(createPool())).toEqual(here)
    expect(here.facts.document.packageCount).toBe(200)
    expect(JSON.parse(here.page).items).toHaveLength(3)
  })

  it.each([
    ['statement', statementOf(JSON.parse(spdxOf('a')))],
    ['dsse', JSON.stringify(envelopeOf(statementOf(JSON.parse(spdxOf('a')))))],
    ['bundle', JSON.stringify({ dsseEnvelope: envelopeOf(statementOf({ Data: spdxOf('a') })) })],
  ] as const)('opens a document in a %s, and gives it back as it was', async (wrapping, content) => {
    const source = toSource(content, wrapping)
    const pool = createPool()
    expect(JSON.parse(await pool.queryPackages(source, { limit: 1 })).items[0].name).toBe('a')
    expect(JSON.parse(Buffer.from(await pool.exportSbom(source, 'original')).toString())).toEqual(
      JSON.parse(spdxOf('a')),
    )
  })

  it('loads a document once for many questions, and leaves the bytes to whoever has them', async () => {
    const source = toSource(createLargeSpdx({ packages: 500 }))
    const pool = createPool()
    const pages = await Promise.all(
      ['1', '2', '3', '4'].map((after) => pool.queryPackages(source, { limit: 1, after })),
    )
    expect(new Set(pages).size).toBe(4)
    expect(source.load).toHaveBeenCalledOnce()
    expect((await source.load()).byteLength).toBe(source.size)
  })

  it('passes on what load throws and tries again the next time', async () => {
    const source = toSource(spdxOf('a'))
    const pool = createPool()
    source.load.mockRejectedValueOnce(new AppError('REGISTRY_TIMEOUT', 'slow'))
    expect((await failure(pool.openSbom(source))).code).toBe('REGISTRY_TIMEOUT')
    expect((await pool.openSbom(source)).document.packageCount).toBe(1)
  })

  it('says why a document cannot be read, with the place, and asks for it once', async () => {
    const source = toSource('{"spdxVersion":"SPDX-2.3","packages":[{}]}')
    const pool = createPool()
    for (const _ of [1, 2])
      expect(await failure(pool.openSbom(source))).toMatchObject({
        code: 'SBOM_INVALID',
        context: { place: 'packages[0].name' },
      })
    expect(source.load).toHaveBeenCalledOnce()
    expect((await failure(pool.openSbom(toSource('<bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>')))).code).toBe(
      'SBOM_UNSUPPORTED',
    )
    expect((await failure(pool.openSbom(toSource(Uint8Array.of(0x7b, 0xff))))).code).toBe('SBOM_INVALID')
    expect((await failure(pool.queryPackages(toSource(spdxOf('a')), { limit: 1, after: 'x' }))).code).toBe(
      'REQUEST_INVALID',
    )
  })

  it('B-06 says that names are repeated, at once or once a large document has been scanned', async () => {
    const repeated = '{"spdxVersion":"SPDX-2.3","packages":[{"name":"a","name":"b"}],"x":'
    const pool = createPool({ inProcessBytes: 10_000_000 })
    const small = await pool.countPackages(toSource(`${repeated}1}`))
    expect(small.problems).toEqual([expect.stringContaining('the name "name" twice')])
    const source = toSource(`${repeated}"${'x'.repeat(2_000_000)}"}`)
    const worker = createPool()
    expect((await worker.countPackages(source)).problems).toEqual([])
    await vi.waitFor(async () => expect((await worker.countPackages(source)).problems).toHaveLength(1), {
      timeout: 5000,
      interval: 400,
    })
  })

  it('L-15 gives up a document that takes too long, does not try it again, and answers for the others', async () => {
    const pool = createPool({ timeoutMs: 500 })
    const other = toSource(spdxOf('a', 'b'))
    await pool.openSbom(other)
    const names = Array.from({ length: 2_000_000 }, (_, at) => `{"name":"${(at * 7919) % 1_000_003}"}`)
    const slow = toSource(`{"spdxVersion":"SPDX-2.3","packages":[${names.join()}]}`)
    const sorted = () => pool.queryPackages(slow, { sort: 'version', q: '1', limit: 1 })
    expect(await failure(sorted())).toMatchObject({ code: 'LIMIT_EXCEEDED', context: { limit: 'documentTimeMs' } })
    expect((await failure(sorted())).code).toBe('LIMIT_EXCEEDED')
    expect(slow.load).toHaveBeenCalledOnce()
    expect((await pool.openSbom(other)).document.packageCount).toBe(2)
  })

  it('L-15 survives a worker that runs out of memory: that document is refused, the others are answered', async () => {
    const pool = createPool({ maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 })
    const other = toSource(spdxOf('a', 'b'))
    await pool.openSbom(other)
    const large = toSource(`SPDXVersion: SPDX-2.3\n${'PackageName: a\n'.repeat(1_500_000)}`)
    const [died, waited] = await Promise.all([failure(pool.openSbom(large)), pool.openSbom(other)])
    expect(died).toMatchObject({ code: 'LIMIT_EXCEEDED', context: { limit: 'workerOldGenerationMb' } })
    expect(waited.document.packageCount).toBe(2)
    expect((await pool.openSbom(other)).document.packageCount).toBe(2)
    expect((await failure(pool.openSbom(large))).code).toBe('LIMIT_EXCEEDED')
    expect(large.load).toHaveBeenCalledOnce()
  })

  it('B-19 L-05 refuses JSON that would not fit into memory, at once and without a loss', async () => {
    const pool = createPool()
    const start = performance.now()
    const error = await failure(pool.openSbom(toSource(`{"spdxVersion":"SPDX-2.3","x":${'['.repeat(30_000_000)}`)))
    expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', context: { limit: 'maxParsedBytes' } })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('gives the worker the limits of the configuration', async () => {
    setLimits({ ...defaultLimits, maxParsedBytes: 10_000 })
    const pool = createPool()
    const error = await failure(
      pool.openSbom(toSource(spdxOf(...Array.from({ length: 500 }, (_, index) => `p${index}`)))),
    )
    expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', context: { limit: 'maxParsedBytes', allowed: 10_000 } })
  })

  it('L-15 keeps the event loop free while a document of 10,000 packages is read', async () => {
    const source = toSource(createLargeSpdx({ packages: 10_000 }))
    const pool = createPool()
    await pool.openSbom(toSource(spdxOf('warm')))
    const question = { sort: 'version', q: 'a', limit: 100 } as const
    const inWorker = await computedWhile(() => pool.queryPackages(source, question))
    const inPlace = await computedWhile(() => createPool({ inProcessBytes: Infinity }).queryPackages(source, question))
    expect(inWorker).toBeLessThan(inPlace / 2)
  })

  it('ends what is under way when it is closed', async () => {
    const pool = createPool()
    const open = failure(pool.openSbom(toSource(createLargeSpdx({ packages: 5000 }))))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await pool.close()
    expect((await open).code).toBe('REQUEST_CANCELLED')
    expect((await failure(pool.openSbom(toSource(spdxOf('a'))))).code).toBe('REQUEST_CANCELLED')
  })
})

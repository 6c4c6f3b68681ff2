import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import { systemEnvironment } from '#lib/registry/registry-options.ts'
import type { RootCopy, RootMetadata } from '#lib/store/root-store.ts'
import {
  makeTufKey,
  signMetadata,
  startTufRepository,
  type TufRepository,
  toTufKeys,
} from '#lib/testing/tuf-repository.ts'
import { publicGoodRoot } from './built-in-roots.ts'
import { fetchRoot } from './fetch-root.ts'

const document = publicGoodRoot.snapshot?.document ?? ''
const newer = document.replace('2025-09-23', '2025-09-24')
const past = '2020-01-01T00:00:00Z'

let repository: TufRepository
let directory: string
let pinned: string
beforeEach(async () => {
  repository = await startTufRepository(document)
  pinned = repository.publish()
  directory = join(await mkdtemp(join(tmpdir(), 'touchstone-tuf-')), 'tuf')
})
afterEach(async () => {
  await repository.close()
  await rm(join(directory, '..'), { recursive: true, force: true })
})

type Changes = {
  mirror?: string
  root?: string
  allowPrivate?: boolean
  maxTufMetadataBytes?: number
  signal?: AbortSignal
}

const fetchFrom = (metadata: Partial<RootMetadata> = {}, changes: Changes = {}): Promise<RootCopy> =>
  fetchRoot({ mirror: changes.mirror ?? repository.url, tufRoot: changes.root ?? pinned, caPem: null }, metadata, {
    allowPrivate: changes.allowPrivate ?? true,
    directory,
    environment: {
      ...systemEnvironment,
      limits: { ...limits, maxTufMetadataBytes: changes.maxTufMetadataBytes ?? limits.maxTufMetadataBytes },
      wait: async () => undefined,
    },
    now: () => new Date('2026-11-25T00:00:00Z'),
    signal: changes.signal ?? new AbortController().signal,
  })

const codeOf = async (result: Promise<unknown>): Promise<string> =>
  result.then(
    () => 'fetched',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  )

describe('fetchRoot', () => {
  it('gives the document and the metadata that vouches for it', async () => {
    const copy = await fetchFrom()
    expect(copy).toMatchObject({ document, fetchedAt: '2026-11-25T00:00:00.000Z' })
    expect(copy.metadata.root).toBe(pinned)
    expect(JSON.parse(copy.metadata.timestamp)).toMatchObject({ signed: { version: 1 } })
  })

  it('reads a repository without consistent snapshots', async () => {
    const root = repository.publish({ isConsistent: false })
    expect((await fetchFrom({}, { root })).document).toBe(document)
  })

  it('follows the chain of roots to other keys, and begins with what was verified last', async () => {
    const first = await fetchFrom()
    const { roles } = repository.state
    const keys = [makeTufKey(), makeTufKey()]
    const rotated = { ...roles, root: { keys, threshold: 2 }, targets: { keys, threshold: 1 } }
    repository.publish({
      rootVersion: 2,
      version: 2,
      roles: rotated,
      signers: { root: [...roles.root.keys, ...keys] },
      document: newer,
    })
    const second = await fetchFrom(first.metadata)
    expect(second.document).toBe(newer)
    repository.requests.length = 0
    repository.publish({ version: 3, document })
    expect((await fetchFrom(second.metadata)).document).toBe(document)
    expect(repository.requests).not.toContain('/2.root.json')
    expect(repository.requests).toContain('/3.root.json')
  })

  it('takes the same metadata again', async () => {
    const { metadata } = await fetchFrom()
    expect(await fetchFrom(metadata)).toMatchObject({ document, metadata })
  })

  it('works in folders for itself alone and leaves nothing there', async () => {
    await fetchFrom()
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    repository.publish({ expires: { ...repository.state.expires, timestamp: past } })
    await codeOf(fetchFrom())
    expect(await readdir(directory)).toEqual([])
  })

  describe('U-02 refuses what is older than what was seen', () => {
    let held: RootMetadata
    beforeEach(async () => {
      repository.publish({ version: 3, document: newer })
      held = (await fetchFrom()).metadata
    })

    it('a timestamp of before', async () => {
      repository.publish({ version: 2, document })
      expect(await codeOf(fetchFrom(held))).toBe('TRUST_ROOT_ROLLBACK')
      // Who has seen nothing yet cannot know.
      expect(await codeOf(fetchFrom())).toBe('fetched')
    })

    it('a snapshot of before under a newer timestamp', async () => {
      const { roles } = repository.state
      const meta = { 'snapshot.json': { version: 2 } }
      const signed = { _type: 'timestamp', spec_version: '1.0.31', expires: '2999-01-01T00:00:00Z', version: 4, meta }
      repository.files.set('/timestamp.json', Buffer.from(signMetadata(signed, roles.timestamp.keys)))
      expect(await codeOf(fetchFrom(held))).toBe('TRUST_ROOT_ROLLBACK')
    })

    it('targets of before under a newer snapshot', async () => {
      repository.publish({ version: 4, document })
      const { roles } = repository.state
      const meta = { 'targets.json': { version: 2 } }
      const signed = { _type: 'snapshot', spec_version: '1.0.31', expires: '2999-01-01T00:00:00Z', version: 4, meta }
      repository.files.set('/4.snapshot.json', Buffer.from(signMetadata(signed, roles.snapshot.keys)))
      expect(await codeOf(fetchFrom(held))).toBe('TRUST_ROOT_ROLLBACK')
    })

    it('a root of before under the name of a newer one', async () => {
      repository.files.set('/2.root.json', Buffer.from(pinned))
      expect(await codeOf(fetchFrom(held))).toBe('TRUST_ROOT_ROLLBACK')
    })
  })

  it.each(['root', 'timestamp', 'snapshot', 'targets'] as const)('U-01 refuses an expired %s', async (role) => {
    const root = repository.publish({ version: 2, expires: { ...repository.state.expires, [role]: past } })
    expect(await codeOf(fetchFrom({}, { root }))).toBe('TRUST_ROOT_EXPIRED')
  })

  describe('refuses a foreign repository', () => {
    it('that others have made', async () => {
      const other = await startTufRepository(document)
      other.publish()
      expect(await codeOf(fetchFrom({}, { mirror: other.url }))).toBe('TRUST_ROOT_FOREIGN')
      await other.close()
    })

    it.each(['timestamp', 'snapshot', 'targets'] as const)('whose %s others have signed', async (role) => {
      repository.publish({ version: 2, signers: { [role]: [makeTufKey()] } })
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_FOREIGN')
    })

    it('U-04 whose targets one of two keys has signed', async () => {
      repository.publish({ version: 2, signers: { targets: repository.state.roles.targets.keys.slice(1) } })
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_FOREIGN')
    })

    it('whose next root the keys of this one have not signed', async () => {
      const key = makeTufKey()
      const { roles } = repository.state
      repository.publish({ rootVersion: 2, roles: { ...roles, root: { keys: [key], threshold: 1 } } })
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_FOREIGN')
    })
  })

  describe('refuses a root that', () => {
    const withRole = (change: object, keys: object = {}): string => {
      const { signed } = JSON.parse(pinned) as { signed: { roles: Record<string, object>; keys: object } }
      const roles = { ...signed.roles, targets: { ...signed.roles.targets, ...change } }
      const changed = { ...signed, version: 2, roles, keys: { ...signed.keys, ...keys } }
      return signMetadata(changed, repository.state.roles.root.keys)
    }
    const judge = (root: string) => {
      repository.files.set('/2.root.json', Buffer.from(root))
      return Promise.all([codeOf(fetchFrom()), codeOf(fetchFrom({}, { root }))])
    }
    const refused = ['TRUST_ROOT_METADATA_INVALID', 'TRUST_ROOT_METADATA_INVALID']

    it.each([0, -1, 1.5, '1', null])('U-03 asks for %j signatures', async (threshold) => {
      expect(await judge(withRole({ threshold }))).toEqual(refused)
    })

    it('U-03 leaves a role out', async () => {
      expect(await judge(withRole({ keyids: undefined }))).toEqual(refused)
    })

    it('U-04 has one key under two ids', async () => {
      const [key] = repository.state.roles.targets.keys
      const twin = { ...(key ?? makeTufKey()), id: 'f'.repeat(64) }
      expect(await judge(withRole({ keyids: [key?.id, twin.id] }, toTufKeys([twin])))).toEqual(refused)
      const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(`302a300506032b6570032100${twin.hex}`, 'hex').toString('base64')}\n-----END PUBLIC KEY-----\n`
      const asPem = { [twin.id]: { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: pem } } }
      // Signed with a newline in it, which the signer of the test cannot write: it is refused before any signature.
      expect((await judge(withRole({ keyids: [key?.id, twin.id] }, asPem)))[0]).toBe('TRUST_ROOT_METADATA_INVALID')
    })

    it('U-04 has one key under two ids beside others', async () => {
      const keys = repository.state.roles.targets.keys
      const twin = { ...(keys[0] ?? makeTufKey()), id: 'f'.repeat(64) }
      const keyids = [...keys.map(({ id }) => id), twin.id]
      expect(await judge(withRole({ keyids }, toTufKeys([twin])))).toEqual(refused)
    })

    it('U-04 has fewer keys than it asks for', async () => {
      expect(await judge(withRole({ threshold: 3 }))).toEqual(refused)
    })
  })

  it('U-06 takes no trusted_root.json from a delegated role', async () => {
    const key = makeTufKey()
    const role = { name: 'other', keyids: [key.id], threshold: 1, terminating: true, paths: ['*'] }
    repository.publish({ version: 2, target: null, delegations: { keys: toTufKeys([key]), roles: [role] } })
    const signed = {
      _type: 'targets',
      spec_version: '1.0.31',
      expires: '2999-01-01T00:00:00Z',
      version: 2,
      targets: { 'trusted_root.json': repository.state.target ?? {} },
    }
    repository.files.set('/2.other.json', Buffer.from(signMetadata(signed, [key])))
    expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_METADATA_INVALID')
    expect(repository.requests).not.toContain('/2.other.json')
  })

  describe('refuses a target', () => {
    const sha256 = 'a'.repeat(64)
    it.each([
      ['that is announced with more than is read', { length: 5_000_000, hashes: { sha256 } }],
      ['U-07 whose hash is a path', { length: 10, hashes: { sha256: '../../../etc/passwd' } }],
      ['without a hash', { length: 10, hashes: {} }],
      ['with a broken kind of hash alone', { length: 10, hashes: { md5: 'a'.repeat(32) } }],
      ['with a hash of another family alone', { length: 10, hashes: { blake2s256: sha256 } }],
      ['that is not there at all', null],
    ])('%s', async (_, target) => {
      repository.publish({ version: 2, target })
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_METADATA_INVALID')
    })

    it.each([
      ['that is cut off', (bytes: Buffer) => bytes.subarray(0, 1000)],
      ['that is longer than was announced', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from(' ')])],
      ['with another byte', (bytes: Buffer) => Buffer.from(bytes.toString().replace('sigstore', 'sigstorf'))],
    ])('%s', async (_, change) => {
      const path = [...repository.files.keys()].find((one) => one.startsWith('/targets/')) ?? ''
      repository.files.set(path, change(repository.files.get(path) ?? Buffer.alloc(0)))
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_METADATA_INVALID')
    })

    it('that is signed but no trusted root, or one that is over', async () => {
      repository.publish({ version: 2, document: '{}' })
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_WRONG_TYPE')
      const { mediaType } = JSON.parse(document) as { mediaType: string }
      repository.publish({ version: 3, document: JSON.stringify({ mediaType }) })
      expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_EMPTY')
    })
  })

  it.each([
    ['cut off', '{"signed":{"_type":"time'],
    ['null', 'null'],
    ['of null signed', '{"signed":null,"signatures":[]}'],
    ['of another type', '{"signed":{"_type":"root"},"signatures":[]}'],
    ['HTML', '<html>'],
    ['nothing', ''],
    ['100 kB', ' '.repeat(100_000)],
  ])('U-08 refuses metadata that is %s', async (_, text) => {
    repository.files.set('/timestamp.json', Buffer.from(text))
    expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_METADATA_INVALID')
  })

  it('U-08 reads no more of any file than the bound', async () => {
    expect(await codeOf(fetchFrom({}, { maxTufMetadataBytes: 100 }))).toBe('TRUST_ROOT_METADATA_INVALID')
  })

  it('says that a mirror has no repository, does not answer, or was given up', async () => {
    repository.files.delete('/timestamp.json')
    expect(await codeOf(fetchFrom())).toBe('TRUST_ROOT_UNREACHABLE')
    expect(await codeOf(fetchFrom({}, { mirror: 'http://127.0.0.1:1' }))).toBe('TRUST_ROOT_UNREACHABLE')
    expect(await codeOf(fetchFrom({}, { signal: AbortSignal.abort() }))).toBe('REQUEST_CANCELLED')
  })

  it('R-08 asks no private address for a mirror that is not ours, and none that a mirror leads to', async () => {
    expect(await codeOf(fetchFrom({}, { allowPrivate: false }))).toBe('REGISTRY_ADDRESS_REFUSED')
    expect(await codeOf(fetchFrom({}, { mirror: 'http://169.254.169.254' }))).toBe('REGISTRY_ADDRESS_REFUSED')
    const server = createServer((_, response) => response.writeHead(302, { location: 'https://10.0.0.1/' }).end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await codeOf(fetchFrom({}, { mirror }))).toBe('REGISTRY_ADDRESS_REFUSED')
    server.close()
  })
})

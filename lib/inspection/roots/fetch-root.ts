import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TargetFile } from 'tuf-js'
import { AppError } from '#lib/errors/app-error.ts'
import { createDocumentClient } from '#lib/registry/document-client.ts'
import type { RegistryEnvironment } from '#lib/registry/registry-options.ts'
import type { RootCopy, RootMetadata, RootSource } from '#lib/store/root-store.ts'
import { assertUsableRoot } from '#lib/trust-root/assert-usable-root.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import { assertTufRoot, readTufRoot } from './assert-tuf-root.ts'
import { toRootError } from './to-root-error.ts'
import { TufFetcher } from './tuf-fetcher.ts'

export type FetchRootOptions = {
  /** The mirror may be on a private network: somebody named it here. */
  readonly allowPrivate: boolean
  /** Where folders for the time of the update are made. */
  readonly directory: string
  readonly environment: RegistryEnvironment
  readonly now: () => Date
  readonly signal: AbortSignal
}

const target = 'trusted_root.json'
const files = ['root', 'timestamp', 'snapshot', 'targets'] as const

/**
 * Fetches `trusted_root.json` from a TUF repository (TUF specification, client workflow), beginning with the metadata that was
 * verified last, or the pinned root. Nothing of it is kept here. Throws `TRUST_ROOT_…` and `REGISTRY_ADDRESS_REFUSED`.
 */
export async function fetchRoot(
  source: RootSource,
  metadata: Partial<RootMetadata>,
  options: FetchRootOptions,
): Promise<RootCopy> {
  const { environment, now } = options
  const { limits } = environment
  const base = new URL(source.mirror)
  const root = metadata.root ?? source.tufRoot
  assertTufRoot(root)
  const timeout = AbortSignal.timeout(limits.rootRefreshTimeoutMs)
  const signal = AbortSignal.any([options.signal, timeout])
  const client = createDocumentClient({ base, allowPrivate: options.allowPrivate, caPem: source.caPem }, environment)
  const directory = await makeDirectory(options.directory)
  const fetcher = new TufFetcher({ client, maxBytes: limits.maxTufMetadataBytes, signal, directory })
  try {
    await write(directory, { ...metadata, root })
    const info = await update(directory, base, fetcher, limits.maxTufRootVersions)
    const verified = await read(directory)
    const url = toTargetUrl(base, info, readTufRoot(verified.root).isConsistent)
    const document = await fetchTarget(info, url, fetcher, limits.maxTrustedRootBytes)
    assertUsableRoot(parseTrustedRoot(document), now().getTime())
    return { document, metadata: verified, fetchedAt: now().toISOString() }
  } catch (error) {
    throw toRootError(error, fetcher.failure, base.host)
  } finally {
    await Promise.all([client.close(), rm(directory, { recursive: true, force: true })])
  }
}

async function makeDirectory(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o700 })
  return mkdtemp(join(parent, 'update-'))
}

async function update(
  directory: string,
  base: URL,
  fetcher: TufFetcher,
  maxRootRotations: number,
): Promise<TargetFile> {
  // Loaded when it is needed: few servers ever update, and none while it starts.
  const { Updater } = await import('tuf-js')
  const updater = new Updater({
    metadataDir: directory,
    metadataBaseUrl: base.href,
    fetcher,
    // The top role alone says what trusted_root.json is: no delegation may (TUF specification §5.6.7).
    config: { maxRootRotations, maxDelegations: 0 },
  })
  await updater.refresh()
  const info = await updater.getTargetInfo(target)
  if (info !== undefined) return info
  throw new AppError('TRUST_ROOT_METADATA_INVALID', `The repository of ${base.host} has no ${target}.`)
}

type Hash = { readonly algorithm: string; readonly hex: string }

/** The first hash that counts. tuf-js takes any that OpenSSL knows, and none at all. */
function readHash({ hashes }: TargetFile): Hash {
  const [algorithm, hex] = Object.entries(hashes).find(([name]) => ['sha256', 'sha512'].includes(name)) ?? []
  if (algorithm !== undefined && hex !== undefined && /^[0-9a-f]{64,128}$/.test(hex)) return { algorithm, hex }
  throw new AppError('TRUST_ROOT_METADATA_INVALID', `${target} is announced without a SHA-256 or SHA-512 hash.`)
}

/** Repositories of consistent snapshots put the hash before the name (TUF specification §5.7.3). */
const toTargetUrl = (base: URL, info: TargetFile, isConsistent: boolean): string =>
  `${base.href.replace(/\/$/, '')}/targets/${isConsistent ? `${readHash(info).hex}.` : ''}${target}`

async function fetchTarget(info: TargetFile, url: string, fetcher: TufFetcher, maxBytes: number): Promise<string> {
  const { algorithm, hex } = readHash(info)
  const { length } = info
  if (length > maxBytes) {
    throw new AppError(
      'TRUST_ROOT_METADATA_INVALID',
      `${target} is announced with ${length} bytes: more than are read.`,
    )
  }
  const bytes = await fetcher.downloadBytes(url, length)
  if (bytes.byteLength !== length || createHash(algorithm).update(bytes).digest('hex') !== hex) {
    throw new AppError('TRUST_ROOT_METADATA_INVALID', `${target} is not the file that was announced.`)
  }
  return bytes.toString('utf8')
}

async function write(directory: string, metadata: Partial<RootMetadata>): Promise<void> {
  for (const file of files) {
    const text = metadata[file]
    if (text !== undefined) await writeFile(join(directory, `${file}.json`), text, { mode: 0o600 })
  }
}

async function read(directory: string): Promise<RootMetadata> {
  const [root = '', timestamp = '', snapshot = '', targets = ''] = await Promise.all(
    files.map((file) => readFile(join(directory, `${file}.json`), 'utf8')),
  )
  return { root, timestamp, snapshot, targets }
}

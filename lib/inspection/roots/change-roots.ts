import { createHash } from 'node:crypto'
import { parseMirror } from '#lib/config/parse-mirror.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { identifyPrivateKey } from '#lib/sigstore/keys/identify-private-key.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { NewRoot, RootSource } from '#lib/store/root-store.ts'
import { assertUsableRoot } from '#lib/trust-root/assert-usable-root.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import { assertTufRoot } from './assert-tuf-root.ts'
import type { RootEntry } from './root-entry.ts'
import type { TrustedRoots } from './trusted-roots.ts'

type Shelf = { readonly roots: TrustedRoots; readonly store: Pick<Store, 'roots'> }

/** JSON, or its text as it stands in a file. */
type Given = string | object
export type RootRequest = {
  readonly name: string
  readonly document?: Given | undefined
  readonly tuf?: { readonly mirror: string; readonly root: Given; readonly caPem?: string | undefined } | undefined
}

const toText = (given: Given): string => (typeof given === 'string' ? given : JSON.stringify(given))
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Adds a trusted root: a document, or a mirror, which is asked at once. The same one again is the one that is there. Throws
 * `TRUST_ROOT_…`, `KEY_PRIVATE`, `REQUEST_INVALID` and `REGISTRY_ADDRESS_REFUSED`.
 */
export async function addRoot(
  { roots, store }: Shelf,
  { name, document, tuf }: RootRequest,
  signal: AbortSignal,
): Promise<{ readonly entry: RootEntry; readonly created: boolean }> {
  if ((document === undefined) === (tuf === undefined)) {
    throw new AppError('REQUEST_INVALID', 'Give exactly one of document and tuf.', { context: { field: 'document' } })
  }
  const root =
    tuf === undefined ? readDocument(roots, name, toText(document ?? '')) : await readMirror(roots, name, tuf, signal)
  const entries = await roots.entries()
  const held = entries.find(({ id }) => id === root.id)
  if (held !== undefined) return { entry: held, created: false }
  assertFree(entries, name, null)
  const { created } = await store.roots.add(root)
  roots.invalidate()
  return { entry: await roots.find(root.id), created }
}

function readDocument({ tools }: TrustedRoots, name: string, text: string): NewRoot {
  assertNotPrivate(text)
  const now = tools.options.now()
  assertUsableRoot(parseTrustedRoot(text), now.getTime())
  const createdAt = now.toISOString()
  return {
    id: hash(text),
    origin: 'added',
    name,
    source: null,
    document: text,
    metadata: null,
    fetchedAt: null,
    createdAt,
  }
}

async function readMirror(
  { tools }: TrustedRoots,
  name: string,
  tuf: NonNullable<RootRequest['tuf']>,
  signal: AbortSignal,
): Promise<NewRoot> {
  const tufRoot = toText(tuf.root)
  assertNotPrivate(tufRoot)
  assertTufRoot(tufRoot)
  const mirror = parseMirror(tuf.mirror)
  if (mirror === null) {
    throw new AppError('REQUEST_INVALID', 'tuf.mirror: not an address of HTTP, or one with a user name or query.', {
      context: { field: 'tuf.mirror' },
    })
  }
  const source: RootSource = { mirror, tufRoot, caPem: tuf.caPem ?? null }
  const copy = await tools.fetch(source, {}, { ...tools.options, allowPrivate: true, signal })
  // Its content changes with every update: what it is known by is where it comes from and by whom.
  const id = hash(JSON.stringify([mirror, tufRoot]))
  return { id, origin: 'added', name, source, ...copy, createdAt: copy.fetchedAt }
}

function assertNotPrivate(text: string): void {
  const kind = identifyPrivateKey(text)
  if (kind === null) return
  throw new AppError('KEY_PRIVATE', `This holds a private key (${kind}). It was neither stored nor logged.`, {
    context: { kind },
  })
}

export async function renameRoot({ roots, store }: Shelf, id: string, name: string): Promise<RootEntry> {
  await findChangeable(roots, id)
  assertFree(await roots.entries(), name, id)
  await store.roots.rename(id, name)
  roots.invalidate()
  return roots.find(id)
}

/** Rules that name it stay, and trust nobody: they must not become rules for any root. */
export async function removeRoot({ roots, store }: Shelf, id: string): Promise<void> {
  await findChangeable(roots, id)
  await store.roots.delete(id)
  roots.invalidate()
}

async function findChangeable(roots: TrustedRoots, id: string): Promise<RootEntry> {
  const entry = await roots.find(id)
  if (entry.origin === 'added') return entry
  throw new AppError(
    'REQUEST_INVALID',
    'This trusted root is built in or comes from the configuration file; it is changed there.',
    { context: { id } },
  )
}

function assertFree(entries: readonly RootEntry[], name: string, own: string | null): void {
  if (!entries.some((one) => one.name === name && one.id !== own)) return
  throw new AppError('TRUST_ROOT_EXISTS', `There is a trusted root named ${name} already.`, { context: { name } })
}

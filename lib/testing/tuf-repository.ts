import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TufKey = { readonly id: string; readonly hex: string; readonly privateKey: KeyObject }
type Role = { readonly keys: readonly TufKey[]; readonly threshold: number }
type RoleName = 'root' | 'timestamp' | 'snapshot' | 'targets'
type Json = Readonly<Record<string, unknown>>

/** What a test publishes; each file is signed by the keys of its role unless `signers` says otherwise. */
export type TufState = {
  readonly version: number
  readonly rootVersion: number
  readonly roles: Readonly<Record<RoleName, Role>>
  readonly expires: Readonly<Record<RoleName, string>>
  readonly signers: Partial<Readonly<Record<RoleName, readonly TufKey[]>>>
  readonly isConsistent: boolean
  readonly document: string
  /** What targets.json says of the file; null leaves it out. */
  readonly target: Json | null
  readonly delegations: Json | null
}

/** A TUF repository in this process. `files` are what it serves, by path. */
export type TufRepository = {
  readonly url: string
  readonly files: Map<string, Buffer>
  readonly requests: string[]
  readonly state: TufState
  /** Publishes the state with these changes; files of before stay unless they are written anew. Answers root.json. */
  publish(changes?: Partial<TufState>): string
  close(): Promise<void>
}

export function makeTufKey(): TufKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const hex = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')
  return { hex, privateKey, id: createHash('sha256').update(hex).digest('hex') }
}

/** Sorted members and no space: what TUF signs (OLPC canonical JSON), for text without anything to escape. */
function canonicalise(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalise).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalise(member)}`).join(',')}}`
}

export function signMetadata(signed: Json, keys: readonly TufKey[]): string {
  const bytes = Buffer.from(canonicalise(signed))
  const signatures = keys.map(({ id, privateKey }) => ({
    keyid: id,
    sig: sign(null, bytes, privateKey).toString('hex'),
  }))
  return JSON.stringify({ signed, signatures })
}

export const toTufKeys = (keys: readonly TufKey[]): Json =>
  Object.fromEntries(
    keys.map(({ id, hex }) => [id, { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } }]),
  )

const later = '2999-01-01T00:00:00Z'

function createState(document: string): TufState {
  const [first, second, online] = [makeTufKey(), makeTufKey(), makeTufKey()]
  const offline = { keys: [first, second], threshold: 2 }
  const fast = { keys: [online], threshold: 1 }
  return {
    version: 1,
    rootVersion: 1,
    roles: { root: offline, targets: offline, snapshot: fast, timestamp: fast },
    expires: { root: later, targets: later, snapshot: later, timestamp: later },
    signers: {},
    isConsistent: true,
    document,
    target: describeTarget(document),
    delegations: null,
  }
}

export const describeTarget = (document: string): Json => ({
  length: Buffer.byteLength(document),
  hashes: { sha256: createHash('sha256').update(document).digest('hex') },
})

function toFiles(state: TufState): { readonly root: string; readonly files: readonly (readonly [string, string])[] } {
  const { version, rootVersion, roles, expires, signers, isConsistent, document, target, delegations } = state
  const common = (type: RoleName) => ({ _type: type, spec_version: '1.0.31', expires: expires[type] })
  const by = (type: RoleName) => signers[type] ?? roles[type].keys
  const names = Object.keys(roles) as RoleName[]
  const root = signMetadata(
    {
      ...common('root'),
      version: rootVersion,
      consistent_snapshot: isConsistent,
      keys: toTufKeys(names.flatMap((name) => roles[name].keys)),
      roles: Object.fromEntries(
        names.map((name) => [name, { keyids: roles[name].keys.map(({ id }) => id), threshold: roles[name].threshold }]),
      ),
    },
    by('root'),
  )
  const targets = signMetadata(
    {
      ...common('targets'),
      version,
      targets: target === null ? {} : { 'trusted_root.json': target },
      ...(delegations === null ? {} : { delegations }),
    },
    by('targets'),
  )
  const delegated = delegations === null ? {} : { 'other.json': { version } }
  const snapshot = signMetadata(
    { ...common('snapshot'), version, meta: { 'targets.json': { version }, ...delegated } },
    by('snapshot'),
  )
  const timestamp = signMetadata(
    { ...common('timestamp'), version, meta: { 'snapshot.json': { version } } },
    by('timestamp'),
  )
  const prefix = isConsistent ? `${version}.` : ''
  const hash = createHash('sha256').update(document).digest('hex')
  return {
    root,
    files: [
      [`/${rootVersion}.root.json`, root],
      ['/timestamp.json', timestamp],
      [`/${prefix}snapshot.json`, snapshot],
      [`/${prefix}targets.json`, targets],
      [`/targets/${isConsistent ? `${hash}.` : ''}trusted_root.json`, document],
    ],
  }
}

export async function startTufRepository(document: string): Promise<TufRepository> {
  const files = new Map<string, Buffer>()
  const requests: string[] = []
  let state = createState(document)
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requests.push(path)
    const bytes = files.get(path)
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    requests,
    get state() {
      return state
    },
    publish(changes = {}) {
      const target = changes.document === undefined ? {} : { target: describeTarget(changes.document) }
      state = { ...state, ...target, ...changes }
      const { root, files: written } = toFiles(state)
      for (const [path, text] of written) files.set(path, Buffer.from(text))
      return root
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

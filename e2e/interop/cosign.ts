import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '#e2e/find-program.ts'
import { type ProgramResult, runProgram } from '#e2e/run-program.ts'

export const keyTypes = [
  'ecdsa-p256',
  'ecdsa-p384',
  'ecdsa-p521',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ed25519',
] as const
export type KeyType = (typeof keyTypes)[number]
export type CosignVersion = 2 | 3
/** `tag`: simple signing and DSSE under cosign's tags; `referrer`: v2's OCI 1.1 mode; `bundle`: Sigstore bundles as referrers. */
export type CosignStore = 'tag' | 'referrer' | 'bundle'

export type SigningKey = {
  readonly type: KeyType
  readonly privatePath: string
  readonly publicPath: string
  readonly publicPem: string
}

export const findCosign = (version: CosignVersion): string | null =>
  findProgram(`cosign${version}`, `TOUCHSTONE_COSIGN${version}`) ?? findProgram(`cosign-v${version}`)

/** Why the comparison cannot run here; null when both versions are there. */
export function missingCosign(): string | null {
  const missing = ([2, 3] as const).filter((version) => findCosign(version) === null)
  if (missing.length === 0) return null
  const commands = missing.map(
    (version) =>
      `GOBIN=$PWD/.tools/cosign${version}.d go install github.com/sigstore/cosign/v${version}/cmd/cosign@${version === 2 ? 'v2.6.5' : 'v3.1.3'}, then set TOUCHSTONE_COSIGN${version}`,
  )
  return `cosign v${missing.join(' and v')} missing: ${commands.join('; ')}`
}

function generatePrivatePem(type: KeyType): string {
  const encoding = { type: 'pkcs8', format: 'pem' } as const
  const curve = { 'ecdsa-p256': 'P-256', 'ecdsa-p384': 'P-384', 'ecdsa-p521': 'P-521' }[type as 'ecdsa-p256']
  if (curve !== undefined)
    return generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export(encoding).toString()
  if (type === 'ed25519') return generateKeyPairSync('ed25519').privateKey.export(encoding).toString()
  const modulusLength = Number(type.slice('rsa-'.length))
  return generateKeyPairSync('rsa', { modulusLength }).privateKey.export(encoding).toString()
}

/** Real cosign in a folder of its own, with keys that are gone afterwards. */
export async function openWorkbench() {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-cosign-'))
  const rootPath = join(folder, 'trusted-root.json')
  await writeFile(rootPath, '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}')
  const env = {
    COSIGN_PASSWORD: 'touchstone',
    HOME: folder,
    TUF_ROOT: join(folder, 'tuf'),
    HTTPS_PROXY: 'http://127.0.0.1:1',
    NO_PROXY: '127.0.0.1',
  }
  const run = (
    version: CosignVersion,
    args: readonly string[],
    more: Record<string, string> = {},
  ): Promise<ProgramResult> => {
    const program = findCosign(version)
    if (program === null) throw new Error(`cosign v${version} is missing`)
    return runProgram(program, args, { cwd: folder, env: { ...env, ...more } })
  }
  const must = async (result: Promise<ProgramResult>): Promise<string> => {
    const { code, stdout, stderr } = await result
    if (code !== 0) throw new Error(`cosign: exit ${code}\n${stderr.slice(-1500)}`)
    return stdout
  }
  const importKey = async (type: KeyType, name: string): Promise<SigningKey> => {
    const source = join(folder, `${name}.pem`)
    await writeFile(source, generatePrivatePem(type), { mode: 0o600 })
    await must(run(2, ['import-key-pair', '--key', source, '--output-key-prefix', name]))
    const publicPath = join(folder, `${name}.pub`)
    return { type, privatePath: join(folder, `${name}.key`), publicPath, publicPem: await readFile(publicPath, 'utf8') }
  }
  return {
    folder,
    run,
    importKey,
    writeFile: async (name: string, text: string): Promise<string> => {
      const path = join(folder, name)
      await writeFile(path, text)
      return path
    },
    sign: (
      version: CosignVersion,
      store: CosignStore,
      key: SigningKey,
      reference: string,
      more: readonly string[] = [],
    ) =>
      must(
        run(
          version,
          ['sign', ...storeFlags(version, store, 'sign'), '--yes', '--key', key.privatePath, ...more, reference],
          storeEnv(store),
        ),
      ),
    attest: (
      version: CosignVersion,
      store: CosignStore,
      key: SigningKey,
      reference: string,
      type: string,
      predicate: string,
    ) =>
      must(
        run(
          version,
          [
            'attest',
            ...storeFlags(version, store, 'attest'),
            '--yes',
            '--key',
            key.privatePath,
            '--type',
            type,
            '--predicate',
            predicate,
            reference,
          ],
          storeEnv(store),
        ),
      ),
    verify: (
      version: CosignVersion,
      store: CosignStore,
      publicPath: string,
      reference: string,
      more: readonly string[] = [],
    ) =>
      run(
        version,
        ['verify', ...verifyFlags(version, store, rootPath), '--key', publicPath, ...more, reference],
        storeEnv(store),
      ),
    verifyAttestation: (
      version: CosignVersion,
      store: CosignStore,
      publicPath: string,
      reference: string,
      type: string,
      more: readonly string[] = [],
    ) =>
      run(
        version,
        [
          'verify-attestation',
          ...verifyFlags(version, store, rootPath),
          '--key',
          publicPath,
          '--type',
          type,
          ...more,
          reference,
        ],
        storeEnv(store),
      ),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
export type Workbench = Awaited<ReturnType<typeof openWorkbench>>

const storeEnv = (store: CosignStore): Record<string, string> =>
  store === 'referrer' ? { COSIGN_EXPERIMENTAL: '1' } : {}

function storeFlags(version: CosignVersion, store: CosignStore, command: 'sign' | 'attest'): string[] {
  const offline = version === 2 ? ['--tlog-upload=false'] : ['--tlog-upload=false', '--use-signing-config=false']
  if (store === 'bundle') return [...offline, ...(version === 2 ? ['--new-bundle-format'] : [])]
  if (store === 'referrer' && command === 'sign')
    return [...offline, ...(version === 3 ? ['--new-bundle-format=false'] : []), '--registry-referrers-mode=oci-1-1']
  return [...offline, ...(version === 3 ? ['--new-bundle-format=false'] : [])]
}

function verifyFlags(version: CosignVersion, store: CosignStore, rootPath: string): string[] {
  const offline = ['--insecure-ignore-tlog=true']
  if (store === 'bundle')
    return version === 2 ? [...offline, '--new-bundle-format', '--trusted-root', rootPath] : offline
  const old = version === 3 ? ['--new-bundle-format=false'] : []
  return store === 'referrer' ? [...offline, ...old, '--experimental-oci11'] : [...offline, ...old]
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ProgramResult, runProgram } from '#e2e/run-program.ts'
import { type CosignVersion, findCosign } from './cosign.ts'
import type { Instance } from './instance/instance.ts'

/** Whom a signature must be by: what rules here and cosign's flags name. */
export type ExpectedIdentity = { readonly issuer: string; readonly subject: string }

/** How a keyless signature is made and kept. `tag` has no log entry: cosign writes such ones only for logs of the first version. */
export const keylessWays = [
  { version: 3, store: 'bundle', proof: 'log' },
  { version: 3, store: 'bundle', proof: 'timestamp' },
  { version: 2, store: 'tag', proof: 'timestamp' },
  { version: 3, store: 'tag', proof: 'timestamp' },
] as const
export type KeylessWay = (typeof keylessWays)[number]
export const nameOf = ({ version, store, proof }: KeylessWay): string => `v${version} ${store} ${proof}`

/** Real cosign against an instance of our own: nothing but loopback can be reached. */
export function openKeyless(instance: Instance) {
  const { folder, fulcioUrl, timestampUrl, pem } = instance
  const env = {
    HOME: folder,
    TUF_ROOT: join(folder, 'tuf'),
    COSIGN_PASSWORD: 'touchstone',
    HTTPS_PROXY: 'http://127.0.0.1:1',
    NO_PROXY: '127.0.0.1',
    SIGSTORE_ROOT_FILE: pem.caRoot,
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: pem.certificateLog,
  }
  const run = (version: CosignVersion, args: readonly string[]): Promise<ProgramResult> => {
    const program = findCosign(version)
    if (program === null) throw new Error(`cosign v${version} is missing`)
    return runProgram(program, args, { cwd: folder, env })
  }
  const must = async (result: Promise<ProgramResult>): Promise<void> => {
    const { code, stderr } = await result
    if (code !== 0) throw new Error(`cosign: exit ${code}\n${stderr.slice(-1500)}`)
  }
  const signFlags = ({ version, store, proof }: KeylessWay): string[] => {
    const { signingConfig, signingConfigWithoutLog, trustedRoot } = instance
    if (store === 'bundle') {
      return [
        '--signing-config',
        proof === 'log' ? signingConfig : signingConfigWithoutLog,
        '--trusted-root',
        trustedRoot,
      ]
    }
    const old = version === 3 ? ['--new-bundle-format=false', '--use-signing-config=false'] : []
    const services = ['--fulcio-url', fulcioUrl, '--timestamp-server-url', timestampUrl]
    return [...old, ...services, '--tlog-upload=false']
  }
  const verifyFlags = ({ version, store, proof }: KeylessWay, root: string): string[] => {
    const unlogged = proof === 'log' ? [] : ['--insecure-ignore-tlog', '--use-signed-timestamps']
    if (version === 2) return [...unlogged, '--timestamp-certificate-chain', pem.tsaChain]
    return [...unlogged, ...(store === 'tag' ? ['--new-bundle-format=false'] : []), '--trusted-root', root]
  }
  const toFlags = ({ issuer, subject }: ExpectedIdentity) => [
    ...['--certificate-identity', subject],
    ...['--certificate-oidc-issuer', issuer],
  ]
  return {
    run,
    sign: (way: KeylessWay, token: string, reference: string) =>
      must(run(way.version, ['sign', '--yes', ...signFlags(way), '--identity-token', token, reference])),
    attest: async (way: KeylessWay, token: string, reference: string, type: string, predicate: string) => {
      const path = join(folder, `predicate-${type}.json`)
      await writeFile(path, predicate)
      const what = ['--type', type, '--predicate', path, '--identity-token', token]
      await must(run(way.version, ['attest', '--yes', ...signFlags(way), ...what, reference]))
    },
    verify: (
      way: KeylessWay,
      expected: ExpectedIdentity,
      reference: string,
      root: string = instance.trustedRoot,
      more: readonly string[] = [],
    ) => run(way.version, ['verify', ...verifyFlags(way, root), ...toFlags(expected), ...more, reference]),
    verifyAttestation: (way: KeylessWay, expected: ExpectedIdentity, reference: string, type: string) => {
      const flags = verifyFlags(way, instance.trustedRoot)
      return run(way.version, ['verify-attestation', '--type', type, ...flags, ...toFlags(expected), reference])
    },
    verifyPattern: (way: KeylessWay, issuer: string, pattern: string, reference: string) => {
      const identity = ['--certificate-identity-regexp', pattern, '--certificate-oidc-issuer', issuer]
      return run(way.version, ['verify', ...verifyFlags(way, instance.trustedRoot), ...identity, reference])
    },
  }
}
export type Keyless = ReturnType<typeof openKeyless>

type Service = { validFor?: { start?: string; end?: string }; publicKey?: { validFor?: { end?: string } } }
export type TrustedRootJson = Record<
  'tlogs' | 'ctlogs' | 'certificateAuthorities' | 'timestampAuthorities',
  Service[]
> & { mediaType: string }

export const readRoot = async (path: string): Promise<TrustedRootJson> =>
  JSON.parse(await readFile(path, 'utf8')) as TrustedRootJson

const past = '2026-01-02T00:00:00Z'

/** The trusted root with one thing changed; what it must lead to is compared with cosign. */
export const rootChanges: Readonly<Record<string, (root: TrustedRootJson) => void>> = {
  'without the log': (root) => {
    root.tlogs = []
  },
  'without the certificate log': (root) => {
    root.ctlogs = []
  },
  'without the certificate authority': (root) => {
    root.certificateAuthorities = []
  },
  'without the time-stamp authority': (root) => {
    root.timestampAuthorities = []
  },
  'whose certificate authority had ended': (root) => {
    for (const one of root.certificateAuthorities) one.validFor = { start: '2026-01-01T00:00:00Z', end: past }
  },
  'whose certificate authority begins later': (root) => {
    for (const one of root.certificateAuthorities) one.validFor = { start: '2999-01-01T00:00:00Z' }
  },
  'whose time-stamp authority had ended': (root) => {
    for (const one of root.timestampAuthorities) one.validFor = { start: '2026-01-01T00:00:00Z', end: past }
  },
  'whose log had ended': (root) => {
    for (const one of root.tlogs) if (one.publicKey?.validFor) one.publicKey.validFor.end = past
  },
  'whose certificate log had ended': (root) => {
    for (const one of root.ctlogs) if (one.publicKey?.validFor) one.publicKey.validFor.end = past
  },
  'with the authorities of time and certificates exchanged': (root) => {
    const { certificateAuthorities, timestampAuthorities } = root
    root.certificateAuthorities = timestampAuthorities
    root.timestampAuthorities = certificateAuthorities
  },
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '#e2e/find-program.ts'
import { freePorts } from '#e2e/free-port.ts'
import { endProcess } from '#e2e/registries/start-registry.ts'
import { runOrFail } from '#e2e/run-program.ts'
import { type Authority, createAuthorities } from './authority.ts'
import { startCertificateLog } from './certificate-log.ts'
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts'
import { startTunnel } from './tunnel.ts'

const programs = {
  fulcio: ['TOUCHSTONE_FULCIO', 'github.com/sigstore/fulcio@v1.8.8'],
  'timestamp-server': [
    'TOUCHSTONE_TIMESTAMP_SERVER',
    'github.com/sigstore/timestamp-authority/v2/cmd/timestamp-server@v2.1.2',
  ],
  'rekor-server-posix': ['TOUCHSTONE_REKOR', 'github.com/sigstore/rekor-tiles/v2/cmd/rekor-server/posix@v2.3.0'],
} as const
type ProgramName = keyof typeof programs

const find = (name: ProgramName): string | null => findProgram(name, programs[name][0])

/** Why no instance can be started here, with the command that would help; null when it can. */
export function missingInstance(): string | null {
  const names = Object.keys(programs) as ProgramName[]
  const absent = names.filter((name) => find(name) === null)
  if (absent.length > 0) {
    const commands = absent.map((name) => `go install ${programs[name][1]}, then set ${programs[name][0]}`)
    return `${absent.join(', ')} missing: ${commands.join('; ')}`
  }
  return findProgram('openssl') === null ? 'openssl is missing' : null
}

/** A Sigstore instance of our own on loopback, of the real programs. */
export type Instance = {
  readonly folder: string
  /** Issues tokens of workflows (claim `workflow`) and of people (claim `email`). */
  readonly workflows: TokenIssuer
  readonly people: TokenIssuer
  readonly signingConfig: string
  /** With time stamps, without a log. */
  readonly signingConfigWithoutLog: string
  readonly trustedRoot: string
  /** For cosign 2, which takes no trusted root for what lies under tags. */
  readonly pem: { readonly caRoot: string; readonly tsaChain: string; readonly certificateLog: string }
  readonly fulcioUrl: string
  readonly timestampUrl: string
  /** A trusted root of another instance with authorities of the same kinds. */
  readonly foreignRoot: string
  readonly stop: () => Promise<void>
}

const logOrigin = 'log.workshop.example'

export type InstanceOptions = {
  /** What certificates shall name as issuers, instead of addresses of this machine. */
  readonly issuers?: { readonly workflows: string; readonly people: string }
  /** How long the authorities are valid. */
  readonly days?: number
}

/** Starts the instance; `cosign` is v3, which writes the trusted root and the signing configuration. */
export async function startInstance(cosign: string, { issuers, days }: InstanceOptions = {}): Promise<Instance> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-instance-'))
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const one of stops.toReversed()) await one()
  }
  try {
    const make = createAuthorities(folder, days)
    const startIssuer = async (host?: string) => {
      if (host === undefined) return { ...(await startTokenIssuer()), ca: null }
      const { key, chain, ca } = await make.makeServer(host)
      const [keyPem, cert] = await Promise.all([readFile(key, 'utf8'), readFile(chain, 'utf8')])
      return { ...(await startTokenIssuer({ host, key: keyPem, cert })), ca }
    }
    const [workflows, people, certificateLog] = await Promise.all([
      startIssuer(issuers?.workflows),
      startIssuer(issuers?.people),
      startCertificateLog(),
    ])
    stops.push(workflows.stop, people.stop, certificateLog.stop)
    const env = issuers === undefined ? {} : await toNamedEnv(folder, [workflows, people], stops)
    const authorities = await makeAuthorities(make)
    const certificateLogPem = join(folder, 'certificate-log.pub')
    await writeFile(certificateLogPem, certificateLog.publicPem)
    const start = async (
      name: ProgramName,
      answers: string,
      toArgs: (ports: Ports) => Promise<string[]> | string[],
      ports: Ports,
    ) => {
      const [port] = ports
      const child = spawn(find(name) ?? name, await toArgs(ports), {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      stops.push(() => endProcess(child))
      await waitForAnswer(child, `http://127.0.0.1:${port}${answers}`)
      return `http://127.0.0.1:${port}`
    }
    const config = await writeIssuers(folder, workflows, people)
    // Found together, so that no two programs are given one.
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = await freePorts(7)
    const toFulcio = (ports: Ports) => toFulcioArgs(ports, config, authorities.ca, certificateLog.url)
    const toTimestamp = (ports: Ports) => toTimestampArgs(ports, authorities.tsa)
    const toRekor = (ports: Ports) => toRekorArgs(ports, authorities.log.key, join(folder, 'log'))
    const [fulcioUrl, timestampServer, logUrl] = await Promise.all([
      start('fulcio', '/healthz', toFulcio, [a, b, c]),
      start('timestamp-server', '/ping', toTimestamp, [d, 0, 0]),
      start('rekor-server-posix', '/healthz', toRekor, [e, f, g]),
    ])
    const timestampUrl = `${timestampServer}/api/v1/timestamp`
    const toRoot = (name: string, from: Omit<Made, 'certificateLogPem'> & Partial<Made>) =>
      writeTrustedRoot(cosign, join(folder, name), { certificateLogPem, ...from })
    return {
      folder,
      workflows,
      people,
      fulcioUrl,
      timestampUrl,
      signingConfig: await writeSigningConfig(cosign, join(folder, 'signing.json'), {
        fulcioUrl,
        timestampUrl,
        logUrl,
      }),
      signingConfigWithoutLog: await writeSigningConfig(cosign, join(folder, 'signing-without-log.json'), {
        fulcioUrl,
        timestampUrl,
      }),
      trustedRoot: await toRoot('trusted-root.json', authorities),
      foreignRoot: await toRoot('foreign-root.json', {
        ...authorities.foreign,
        certificateLogPem: authorities.foreign.certificateLog,
      }),
      pem: {
        caRoot: await lastCertificate(authorities.ca.chain),
        tsaChain: authorities.tsa.chain,
        certificateLog: certificateLogPem,
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Made = {
  readonly ca: Authority
  readonly tsa: Authority
  readonly log: { readonly publicKey: string }
  readonly certificateLogPem: string
}

type NamedIssuer = { readonly url: string; readonly port: number; readonly ca: string | null }

/** What a program needs to find issuers by their names: a tunnel to them, and who vouches for their servers. */
async function toNamedEnv(folder: string, issuers: readonly NamedIssuer[], stops: (() => Promise<void>)[]) {
  const tunnel = await startTunnel(Object.fromEntries(issuers.map(({ url, port }) => [new URL(url).host, port])))
  stops.push(tunnel.stop)
  const path = join(folder, 'servers.pem')
  const pems = await Promise.all(issuers.flatMap(({ ca }) => (ca === null ? [] : [readFile(ca, 'utf8')])))
  await writeFile(path, pems.join(''))
  return { HTTPS_PROXY: tunnel.url, NO_PROXY: '127.0.0.1', SSL_CERT_FILE: path }
}

async function makeAuthorities(make: ReturnType<typeof createAuthorities>) {
  return {
    ca: await make.makeCertificateAuthority('ca'),
    tsa: await make.makeTimestampAuthority('tsa'),
    log: await make.makeLogKey('log'),
    foreign: {
      ca: await make.makeCertificateAuthority('foreign-ca'),
      tsa: await make.makeTimestampAuthority('foreign-tsa'),
      log: await make.makeLogKey('foreign-log'),
      certificateLog: (await make.makeLogKey('foreign-certificate-log')).publicKey,
    },
  }
}

/** Workflows are named by an address, as GitHub's are; people by their e-mail address. */
async function writeIssuers(folder: string, workflows: TokenIssuer, people: TokenIssuer): Promise<string> {
  const path = join(folder, 'issuers.json')
  const issuer = (url: string, type: object) => ({ IssuerURL: url, ClientID: 'sigstore', ...type })
  const config = {
    OIDCIssuers: {
      [workflows.url]: issuer(workflows.url, { Type: 'ci-provider', CIProvider: 'workflow' }),
      [people.url]: issuer(people.url, { Type: 'email' }),
    },
    CIIssuerMetadata: {
      workflow: {
        SubjectAlternativeNameTemplate: 'https://git.workshop.example/{{ .workflow }}',
        ExtensionTemplates: {
          BuildSignerURI: 'https://git.workshop.example/{{ .workflow }}',
          SourceRepositoryURI: 'https://git.workshop.example/{{ .repository }}',
          SourceRepositoryRef: 'ref',
        },
      },
    },
  }
  await writeFile(path, JSON.stringify(config))
  return path
}

/** For HTTP, for gRPC, for metrics. */
type Ports = readonly [http: number, grpc: number, metrics: number]

function toFulcioArgs([port, grpc, metrics]: Ports, config: string, ca: Authority, certificateLog: string): string[] {
  return [
    'serve',
    ...['--host', '127.0.0.1', '--grpc-host', '127.0.0.1', '--port', `${port}`, '--grpc-port', `${grpc}`],
    ...['--metrics-port', `${metrics}`, '--legacy-unix-domain-socket', `${config}.socket`],
    ...['--config-path', config, '--ct-log-url', certificateLog],
    ...['--ca', 'fileca', '--fileca-cert', ca.chain, '--fileca-key', ca.key, '--fileca-key-passwd', 'none'],
    '--fileca-watch=false',
  ]
}

const toTimestampArgs = ([port]: Ports, tsa: Authority): string[] => [
  'serve',
  ...['--host', '127.0.0.1', '--port', `${port}`, '--disable-ntp-monitoring', '--timestamp-signer', 'file'],
  ...['--file-signer-key-path', tsa.key, '--file-signer-passwd', 'none', '--certificate-chain-path', tsa.chain],
]

async function toRekorArgs([port, grpc, metrics]: Ports, key: string, storage: string): Promise<string[]> {
  await mkdir(storage)
  return [
    'serve',
    ...['--http-port', `${port}`, '--grpc-port', `${grpc}`, '--http-metrics-port', `${metrics}`],
    ...['--hostname', logOrigin, '--storage-dir', storage, '--signer-filepath', key],
    ...['--checkpoint-interval', '200ms', '--batch-max-age', '50ms'],
  ]
}

async function waitForAnswer(child: ChildProcess, url: string): Promise<void> {
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk))
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt += 1) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${child.spawnfile} does not answer:\n${Buffer.concat(output).toString().slice(-2000)}`)
}

const since = 'start-time=2026-01-01T00:00:00Z'

async function writeTrustedRoot(cosign: string, path: string, { ca, tsa, log, certificateLogPem }: Made) {
  await runOrFail(cosign, [
    ...['trusted-root', 'create', '--out', path],
    ...['--fulcio', `url=https://ca.workshop.example,certificate-chain=${ca.chain}`],
    ...['--tsa', `url=https://time.workshop.example,certificate-chain=${tsa.chain}`],
    ...['--rekor', `url=https://${logOrigin},public-key=${log.publicKey},origin=${logOrigin},${since}`],
    ...['--ctfe', `url=https://ct.workshop.example,public-key=${certificateLogPem},${since}`],
  ])
  return path
}

type Urls = { readonly fulcioUrl: string; readonly timestampUrl: string; readonly logUrl?: string }

async function writeSigningConfig(cosign: string, path: string, { fulcioUrl, timestampUrl, logUrl }: Urls) {
  const service = (url: string, version: number) => `url=${url},api-version=${version},${since},operator=workshop`
  await runOrFail(cosign, [
    ...['signing-config', 'create', '--out', path, '--fulcio', service(fulcioUrl, 1)],
    ...['--tsa', service(timestampUrl, 1), '--tsa-config', 'ANY'],
    ...(logUrl === undefined ? [] : ['--rekor', service(logUrl, 2), '--rekor-config', 'ANY']),
  ])
  return path
}

async function lastCertificate(chain: string): Promise<string> {
  const blocks =
    (await readFile(chain, 'utf8')).match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\n/g) ??
    []
  const path = `${chain}.root`
  await writeFile(path, blocks.at(-1) ?? '')
  return path
}

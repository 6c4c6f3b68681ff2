import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { pushImage } from '#e2e/fixtures/build-image.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { missingRegistry, type RunningRegistry, startRegistry } from '#e2e/registries/start-registry.ts'
import { runProgram } from '#e2e/run-program.ts'
import type { EvidenceDto, VerifyRequest } from '#lib/api/contract/verdict.ts'
import { findCommandObstacle } from '#lib/format/command-obstacle.ts'
import {
  extensions,
  makeAuthority,
  makeSigner,
  signingExtensions,
  type TestCertificate,
  type TestExtension,
} from '#lib/testing/test-authority.ts'
import { findCosign, missingCosign, openWorkbench, type Workbench } from './cosign.ts'
import { type Instance, missingInstance, startInstance } from './instance/instance.ts'

const missing = missingCosign() ?? missingRegistry('referrers') ?? missingInstance()

const lasting = { notBefore: '2020-01-01T00:00:00Z', notAfter: '2060-01-01T00:00:00Z' }
const { alternativeNames, oidcIssuer } = extensions
const email = alternativeNames(['email', 'release@workshop.example'])

/** How cosign writes a signature by a certificate that it is given. */
const ways = [
  { name: 'v2 tag', version: 2, flags: [], isBundle: false },
  { name: 'v2 referrer', version: 2, flags: ['--registry-referrers-mode=oci-1-1'], isBundle: false },
  { name: 'v2 bundle', version: 2, flags: ['--new-bundle-format'], isBundle: true },
  { name: 'v3 tag', version: 3, flags: ['--new-bundle-format=false', '--use-signing-config=false'], isBundle: false },
  { name: 'v3 bundle', version: 3, flags: ['--use-signing-config=false'], isBundle: true },
] as const
type Way = (typeof ways)[number]

describe.skipIf(missing !== null)(
  `the command that is shown for a signer of an own authority is what cosign says${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    const root = makeAuthority('root', lasting)
    const middle = makeAuthority('middle', lasting, root)
    const stranger = makeAuthority('root', lasting)
    let cosign: Workbench
    let programs: string
    let product: Product
    let registry: RunningRegistry
    let api: Api
    let instance: Instance
    let made = 0

    beforeAll(async () => {
      cosign = await openWorkbench()
      programs = join(cosign.folder, 'programs')
      await mkdir(programs)
      await symlink(findCosign(3) ?? 'cosign', join(programs, 'cosign'))
      instance = await startInstance(findCosign(3) ?? 'cosign')
      registry = await startRegistry('referrers')
      product = await startProduct()
      api = apiOf(product.url)
    })
    afterAll(async () => {
      await product?.stop()
      await registry?.stop()
      await instance?.stop()
      await cosign?.close()
    })

    const must = async (version: 2 | 3, args: readonly string[], env: Record<string, string> = {}) => {
      const { code, stderr } = await cosign.run(version, args, env)
      if (code !== 0) throw new Error(`cosign ${args[0]}: exit ${code}\n${stderr.slice(-1500)}`)
    }

    type Signing = { readonly verb?: 'sign' | 'attest'; readonly more?: readonly string[] }

    /** An image that is signed with the key of the certificate; the chain goes with it where that form has a place for it. */
    async function sign(
      way: Way,
      signer: TestCertificate,
      { verb = 'sign', more = ['--tlog-upload=false'] }: Signing = {},
    ) {
      made += 1
      const name = `signer-${made}`
      const target = { host: registry.host, repository: 'own/authority' }
      const { digest } = await pushImage(target, name, { files: { 'etc/serial': name } })
      const reference = `${target.host}/${target.repository}@${digest}`
      const key = signer.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
      await must(2, [
        'import-key-pair',
        '--key',
        await cosign.writeFile(`${name}-source.pem`, key),
        '--output-key-prefix',
        name,
      ])
      const certificate = ['--certificate', await cosign.writeFile(`${name}.pem`, signer.pem)]
      // cosign 3 would write it into a bundle that it reads only when told to (`--allow-certificate-chain`).
      if (!(way.isBundle && way.version === 3)) {
        certificate.push('--certificate-chain', await cosign.writeFile(`${name}-chain.pem`, `${middle.pem}${root.pem}`))
      }
      const what =
        verb === 'sign' ? [] : ['--type', 'custom', '--predicate', await cosign.writeFile(`${name}.json`, '{}')]
      const env = way.name === 'v2 referrer' ? { COSIGN_EXPERIMENTAL: '1' } : {}
      await must(
        way.version,
        [verb, '--yes', ...way.flags, ...more, ...what, '--key', `${name}.key`, ...certificate, reference],
        env,
      )
      return reference
    }

    /** What is shown for it when the authority that issued the certificate is trusted. */
    async function judge(reference: string, request: Partial<VerifyRequest> = {}): Promise<EvidenceDto> {
      const { status, body } = await api.verify({ reference, certificates: [{ pem: middle.pem }], ...request })
      expect(status, JSON.stringify(body)).toBe(200)
      const [item] = [...body.signatures, ...body.attestations]
      expect(item?.state, JSON.stringify(item?.checks)).toBe('verified')
      if (item === undefined) throw new Error('There is one.')
      return item
    }

    async function run(command: string | null, authority: string): Promise<number> {
      await cosign.writeFile('authority.pem', authority)
      await cosign.writeFile('trusted_root.json', await readFile(instance.trustedRoot, 'utf8'))
      const { code } = await runProgram('/bin/sh', ['-e', '-c', command ?? 'exit 99'], {
        cwd: cosign.folder,
        env: {
          HOME: cosign.folder,
          TUF_ROOT: join(cosign.folder, 'tuf'),
          HTTPS_PROXY: 'http://127.0.0.1:1',
          NO_PROXY: '127.0.0.1',
          PATH: [programs, process.env.PATH].join(delimiter),
        },
      })
      return code
    }

    /** Word for word it succeeds; with another authority of the same name, or for another signer, it does not. */
    async function expectCommand(command: string | null, identity: string): Promise<void> {
      expect(command).toContain(identity)
      expect(await run(command, `${middle.pem}${root.pem}`), command ?? '').toBe(0)
      expect(await run(command, middle.pem), command ?? '').toBe(0)
      expect(await run(command, stranger.pem)).not.toBe(0)
      expect(await run(command?.replace(identity, `x${identity}`) ?? null, middle.pem)).not.toBe(0)
    }

    const signers: Readonly<Record<string, { readonly more: readonly TestExtension[]; readonly identity: string }>> = {
      'an e-mail address': { more: [email], identity: 'release@workshop.example' },
      'an address': {
        more: [alternativeNames(['uri', 'https://workshop.example/release'])],
        identity: 'https://workshop.example/release',
      },
      'several names': {
        more: [
          alternativeNames(['dns', 'workshop.example'], ['email', 'a@b.example'], ['uri', 'https://workshop.example/']),
        ],
        identity: 'https://workshop.example/',
      },
      'an issuer': { more: [email, oidcIssuer('https://issuer.example')], identity: 'release@workshop.example' },
    }

    describe.each(ways.map((way) => ({ way, name: way.name })))('cosign $name', ({ way }) => {
      it.each(Object.keys(signers))('a certificate with %s', async (name) => {
        const { more, identity } = signers[name] ?? { more: [], identity: '' }
        const signer = makeSigner(middle, { ...lasting, extensions: [...signingExtensions, ...more] })
        const { command } = await judge(await sign(way, signer))
        await expectCommand(command, identity)
      })

      it.runIf(way.name !== 'v2 referrer')('an attestation', async () => {
        const signer = makeSigner(middle, { ...lasting, extensions: [...signingExtensions, email] })
        const { command } = await judge(await sign(way, signer, { verb: 'attest' }))
        expect(command).toContain('verify-attestation')
        await expectCommand(command, 'release@workshop.example')
      })

      it.each(['P-384', 'RSA'])('a key that is %s', async (kind) => {
        const keys =
          kind === 'RSA'
            ? generateKeyPairSync('rsa', { modulusLength: 3072 })
            : generateKeyPairSync('ec', { namedCurve: kind })
        const signer = makeSigner(middle, { ...lasting, keys, extensions: [...signingExtensions, email] })
        const evidence = await judge(await sign(way, signer))
        if (kind === 'RSA' || way.isBundle) return expectCommand(evidence.command, 'release@workshop.example')
        expect(evidence.command).toBeNull()
        expect(findCommandObstacle(evidence)).toContain('SHA-256')
      })

      it('says in words where the certificate has no name that cosign reads', async () => {
        const nameless = await judge(await sign(way, makeSigner(middle, lasting)))
        expect(nameless.command).toBeNull()
        expect(findCommandObstacle(nameless)).toContain('alternative names')
        const host = [...signingExtensions, alternativeNames(['dns', 'release.workshop.example'])]
        const named = await judge(await sign(way, makeSigner(middle, { ...lasting, extensions: host })))
        if (!way.isBundle) return expectCommand(named.command, 'release.workshop.example')
        expect(named.command).toBeNull()
        expect(findCommandObstacle(named)).toContain('host name')
      })
    })

    describe('with proofs by a Sigstore instance', () => {
      const signer = () => makeSigner(middle, { ...lasting, extensions: [...signingExtensions, email] })
      const trust = async () => ({ trustedRoot: JSON.parse(await readFile(instance.trustedRoot, 'utf8')) })

      /** cosign checks what it signed: by the instance, and by the authority. */
      async function writeSigningRoot(): Promise<string> {
        const chain = await cosign.writeFile('own.pem', `${middle.pem}${root.pem}`)
        const fulcio = `url=https://own.example,certificate-chain=${chain}`
        await must(3, ['trusted-root', 'create', '--fulcio', fulcio, '--out', 'own.json'])
        const { certificateAuthorities } = JSON.parse(await readFile(join(cosign.folder, 'own.json'), 'utf8'))
        const { trustedRoot } = await trust()
        return cosign.writeFile('signing-root.json', JSON.stringify({ ...trustedRoot, certificateAuthorities }))
      }

      it.each(['v2 tag', 'v3 tag'])('time stamps of what is under tags, %s', async (name) => {
        const way = ways.find((one) => one.name === name) ?? ways[0]
        const more = ['--tlog-upload=false', '--timestamp-server-url', instance.timestampUrl]
        const { command } = await judge(await sign(way, signer(), { more }), await trust())
        expect(command).toContain('--use-signed-timestamps')
        await expectCommand(command, 'release@workshop.example')
      })

      it.each(['log', 'timestamp'] as const)('bundles with a %s', async (proof) => {
        const config = proof === 'log' ? instance.signingConfig : instance.signingConfigWithoutLog
        const more = ['--signing-config', config, '--trusted-root', await writeSigningRoot()]
        const way = { ...ways[4], flags: [] } as unknown as Way
        const { command } = await judge(await sign(way, signer(), { more }), await trust())
        if (proof === 'log') expect(command).not.toContain('--insecure-ignore-tlog')
        await expectCommand(command, 'release@workshop.example')
      })
    })
  },
)

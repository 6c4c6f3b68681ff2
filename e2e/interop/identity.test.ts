import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { pushImage } from '#e2e/fixtures/build-image.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { missingRegistry, type RunningRegistry, startRegistry } from '#e2e/registries/start-registry.ts'
import type { VerifyRequest } from '#lib/api/contract/verdict.ts'
import { compare, isAttested, isSigned } from './compare.ts'
import { findCosign, missingCosign } from './cosign.ts'
import { type Instance, missingInstance, startInstance } from './instance/instance.ts'
import {
  type ExpectedIdentity,
  type Keyless,
  type KeylessWay,
  keylessWays,
  nameOf,
  openKeyless,
  readRoot,
  rootChanges,
} from './keyless.ts'
import { attachBundle, type BundleJson, bundleEdits, readBundle } from './tamper-bundle.ts'

const missing = missingCosign() ?? missingRegistry('referrers') ?? missingInstance()

const workflow = 'workshop/demo/.github/workflows/release.yml@refs/tags/v1.0.0'
const subject = `https://git.workshop.example/${workflow}`
const claims = { sub: 'repo:workshop/demo', workflow, repository: 'workshop/demo', ref: 'refs/tags/v1.0.0' }

/** Identities that are nearly that of the signer; none of them is. */
const nearMisses: Readonly<Record<string, (expected: ExpectedIdentity) => ExpectedIdentity>> = {
  'another workflow': (one) => ({ ...one, subject: subject.replace('release', 'build') }),
  'a subject that is the beginning of it': (one) => ({ ...one, subject: subject.slice(0, -1) }),
  'a subject that is the end of it': (one) => ({ ...one, subject: subject.slice(1) }),
  'a subject that goes on': (one) => ({ ...one, subject: `${subject}.1` }),
  'a subject with something before it': (one) => ({ ...one, subject: `x${subject}` }),
  'other letter case': (one) => ({ ...one, subject: subject.replace('workshop/demo', 'Workshop/Demo') }),
  'a dot that is another letter': (one) => ({ ...one, subject: subject.replace('git.workshop', 'git-workshop') }),
  'another issuer': (one) => ({ ...one, issuer: 'https://token.actions.githubusercontent.com' }),
  'an issuer that goes on': (one) => ({ ...one, issuer: `${one.issuer}/` }),
  'an issuer that is the beginning of it': (one) => ({ ...one, issuer: one.issuer.slice(0, -1) }),
}

describe.skipIf(missing !== null)(
  `Touchstone and cosign agree about identities${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let instance: Instance
    let keyless: Keyless
    let product: Product
    let registry: RunningRegistry
    let api: Api
    let expected: ExpectedIdentity
    let images = 0

    const targetOf = (repository: string) => ({ host: registry.host, repository })
    const freshImage = async (repository: string, same?: string) => {
      images += 1
      const serial = same ?? `identity-${images}`
      const { digest } = await pushImage(targetOf(repository), serial, { files: { 'etc/serial': serial } })
      return { serial, digest, reference: `${registry.host}/${repository}@${digest}` }
    }
    const token = () => instance.workflows.issue(claims)
    const judge = async (way: KeylessWay, reference: string, request: Partial<VerifyRequest> = {}) => {
      const answer = await api.verify({
        reference,
        identities: [{ ...expected }],
        trustedRoot: JSON.parse(await readFile(instance.trustedRoot, 'utf8')),
        requireTransparencyLog: way.proof === 'log',
        ...request,
      })
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.code} ${answer.body.detail}`)
      return answer.body
    }

    beforeAll(async () => {
      instance = await startInstance(findCosign(3) ?? 'cosign')
      keyless = openKeyless(instance)
      expected = { issuer: instance.workflows.url, subject }
      registry = await startRegistry('referrers')
      product = await startProduct()
      api = apiOf(product.url)
    })
    afterAll(async () => {
      await product?.stop()
      await registry?.stop()
      await instance?.stop()
    })

    describe.each(keylessWays.map((way) => ({ way, name: nameOf(way) })))(
      'signatures by cosign $name',
      ({ way, name }) => {
        let reference: string
        beforeAll(async () => {
          ;({ reference } = await freshImage('identity/signed'))
          await keyless.sign(way, token(), reference)
        })

        it('the right identity', async () => {
          const verdict = await judge(way, reference)
          compare(`identity ${name}, right`, isSigned(verdict), await keyless.verify(way, expected, reference))
          expect(verdict.state).toBe('verified')
          expect(verdict.signatures[0]?.signer).toMatchObject({ kind: 'identity', ...expected })
        })

        it.each(Object.keys(nearMisses))('%s', async (miss) => {
          const other = nearMisses[miss]?.(expected) ?? expected
          const verdict = await judge(way, reference, { identities: [{ ...other }] })
          compare(`identity ${name}, ${miss}`, isSigned(verdict), await keyless.verify(way, other, reference))
          expect(verdict.state).toBe('untrusted')
        })

        it('an instance that we do not know', async () => {
          const root = JSON.parse(await readFile(instance.foreignRoot, 'utf8'))
          const verdict = await judge(way, reference, { trustedRoot: root })
          expect(verdict.state).not.toBe('verified')
          // cosign takes no trusted root for what lies under tags.
          if (way.store === 'tag') return
          const result = await keyless.verify(way, expected, reference, instance.foreignRoot)
          compare(`identity ${name}, foreign root`, isSigned(verdict), result)
        })

        it('a person is told apart from a workflow', async () => {
          const image = await freshImage('identity/person')
          const person = { issuer: instance.people.url, subject: 'dev@workshop.example' }
          const address = { sub: 'dev', email: person.subject, email_verified: true }
          await keyless.sign(way, instance.people.issue(address), image.reference)
          for (const one of [person, expected, { ...person, issuer: expected.issuer }]) {
            const verdict = await judge(way, image.reference, { identities: [{ ...one }] })
            const result = await keyless.verify(way, one, image.reference)
            compare(`identity ${name}, person ${one === person}`, isSigned(verdict), result)
          }
        })
      },
    )

    describe.each(keylessWays.map((way) => ({ way, name: nameOf(way) })))(
      'attestations by cosign $name',
      ({ way, name }) => {
        it('by the right identity and by another', async () => {
          const { reference } = await freshImage('identity/attested')
          await keyless.attest(way, token(), reference, 'custom', '{"reviewed":true}')
          const type = 'https://cosign.sigstore.dev/attestation/v1'
          for (const one of [expected, { ...expected, subject: `${subject}x` }]) {
            const verdict = await judge(way, reference, { identities: [{ ...one }] })
            const result = await keyless.verifyAttestation(way, one, reference, 'custom')
            compare(`identity attestation ${name} ${one === expected}`, isAttested(verdict, type), result)
            // cosign 3 stamps the signature here, and then looks for a stamp over the envelope as cosign 2 does.
            const isReadable = !(way.version === 3 && way.store === 'tag')
            expect(isAttested(verdict, type)).toBe(isReadable && one === expected)
          }
        })

        it('do not make an image signed', async () => {
          const { reference } = await freshImage('identity/attested-only')
          await keyless.attest(way, token(), reference, 'custom', '{}')
          const verdict = await judge(way, reference)
          const result = await keyless.verify(way, expected, reference)
          compare(`attestation only, ${way.store}, as an image signature`, isSigned(verdict), result)
          expect(verdict.state).toBe('unsigned')
        })
      },
    )

    it('P-01 a pattern is held to the whole subject', async () => {
      const way = keylessWays[0]
      const { reference } = await freshImage('identity/pattern')
      await keyless.sign(way, token(), reference)
      const whole = 'https://git\\.workshop\\.example/workshop/demo/\\.github/workflows/release\\.yml@refs/tags/.+'
      for (const [name, pattern] of [
        ['whole', whole],
        ['part', 'workshop/demo'],
        ['other', 'https://git\\.workshop\\.example/other/.+'],
      ] as const) {
        const identities = [{ issuer: expected.issuer, subjectPattern: pattern }]
        const verdict = await judge(way, reference, { identities })
        const result = await keyless.verifyPattern(way, expected.issuer, pattern, reference)
        compare(`identity pattern, ${name}`, isSigned(verdict), result)
      }
    })

    describe.each(keylessWays.filter(({ version }) => version === 3).map((way) => ({ way, name: nameOf(way) })))(
      'trusted roots and signatures by cosign $name',
      ({ way, name }) => {
        let reference: string
        beforeAll(async () => {
          ;({ reference } = await freshImage('identity/roots'))
          await keyless.sign(way, token(), reference)
        })

        it.each(Object.keys(rootChanges))('a root %s', async (change) => {
          const root = await readRoot(instance.trustedRoot)
          rootChanges[change]?.(root)
          const path = join(instance.folder, 'changed-root.json')
          await writeFile(path, JSON.stringify(root))
          const verdict = await judge(way, reference, { trustedRoot: root })
          const result = await keyless.verify(way, expected, reference, path)
          compare(`root ${change}, ${name}`, isSigned(verdict), result)
        })
      },
    )

    describe('bundles that were changed', () => {
      const way = keylessWays[0]
      let made: Awaited<ReturnType<typeof readBundle>> & { serial: string }
      let other: BundleJson
      beforeAll(async () => {
        // The log's first entry has no path, so it is not the one that is changed.
        const [donor, stranger] = [await freshImage('identity/donor'), await freshImage('identity/donor')]
        await keyless.sign(way, token(), stranger.reference)
        await keyless.sign(way, token(), donor.reference)
        made = { ...(await readBundle(targetOf('identity/donor'), donor.digest)), serial: donor.serial }
        other = (await readBundle(targetOf('identity/donor'), stranger.digest)).bundle
      })
      const attach = async (repository: string, bundle: BundleJson): Promise<string> => {
        const { reference } = await freshImage(repository, made.serial)
        await attachBundle(targetOf(repository), made.manifest, bundle)
        return reference
      }

      it('unchanged, elsewhere', async () => {
        const reference = await attach('identity/copied', made.bundle)
        const result = await keyless.verify(way, expected, reference)
        compare('bundle copied', isSigned(await judge(way, reference)), result)
      })

      it.each(Object.keys(bundleEdits).map((edit, at) => ({ edit, at })))('$edit', async ({ edit, at }) => {
        const bundle = structuredClone(made.bundle)
        bundleEdits[edit]?.(bundle, structuredClone(other))
        const reference = await attach(`identity/changed-${at}`, bundle)
        const verdict = await judge(way, reference)
        compare(`changed: ${edit}`, isSigned(verdict), await keyless.verify(way, expected, reference))
        expect(verdict.signatures).toHaveLength(1)
      })
    })
  },
)

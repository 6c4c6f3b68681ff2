import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { pushImage, pushIndex } from '#e2e/fixtures/build-image.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { missingRegistry, type RunningRegistry, startRegistry } from '#e2e/registries/start-registry.ts'
import { compare, comparisons, fetchVerdict, isAttested, isSigned } from './compare.ts'
import {
  type CosignStore,
  type CosignVersion,
  keyTypes,
  missingCosign,
  openWorkbench,
  type SigningKey,
  type Workbench,
} from './cosign.ts'
import { predicateSamples } from './predicates.ts'
import { type Edit, flipSignature, moveReferrers, moveTagEvidence, renameSubject, unchanged } from './tamper.ts'

const missing = missingCosign() ?? missingRegistry('referrers')
const ways: readonly { version: CosignVersion; store: CosignStore }[] = [
  { version: 2, store: 'tag' },
  { version: 2, store: 'referrer' },
  { version: 2, store: 'bundle' },
  { version: 3, store: 'tag' },
  { version: 3, store: 'bundle' },
]
const attestWays = ways.filter(({ store }) => store !== 'referrer')
const edits: readonly { name: string; edit: (from: string, to: string) => Edit }[] = [
  { name: 'copied to another image', edit: () => unchanged },
  { name: 'edited to name another image', edit: renameSubject },
  { name: 'one bit of the signature changed', edit: () => flipSignature },
]

/** cosign needs the hash named for keys that it signs with another one than SHA-256. */
const digestFlags = (key: SigningKey): string[] => {
  const algorithm = { 'ecdsa-p384': 'sha384', 'ecdsa-p521': 'sha512' }[key.type as 'ecdsa-p384']
  return algorithm === undefined ? [] : ['--signature-digest-algorithm', algorithm]
}

describe.skipIf(missing !== null)(
  `Touchstone and cosign agree${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let cosign: Workbench
    let product: Product
    let registry: RunningRegistry
    let api: Api
    let wrong: SigningKey
    const keys = new Map<string, SigningKey>()

    const key = (type: string): SigningKey => {
      const found = keys.get(type)
      if (found === undefined) throw new Error(`no ${type} key`)
      return found
    }
    const targetOf = (repository: string) => ({ host: registry.host, repository })
    let images = 0
    const freshImage = async (repository: string) => {
      images += 1
      const { digest } = await pushImage(targetOf(repository), `v${images}`, {
        files: { 'etc/serial': String(images) },
      })
      return { digest, reference: `${registry.host}/${repository}@${digest}` }
    }

    beforeAll(async () => {
      cosign = await openWorkbench()
      registry = await startRegistry('referrers')
      product = await startProduct()
      api = apiOf(product.url)
      for (const type of keyTypes) keys.set(type, await cosign.importKey(type, type))
      wrong = await cosign.importKey('ecdsa-p256', 'wrong')
    })
    afterAll(async () => {
      await product?.stop()
      await registry?.stop()
      await cosign?.close()
    })

    describe.each(ways)('signatures by cosign v$version, store $store', ({ version, store }) => {
      it.each(keyTypes)('%s: the right key and a wrong one', async (type) => {
        const { reference } = await freshImage(`interop/${type}`)
        const name = `sign ${type} v${version} ${store}`
        await cosign.sign(version, store, key(type), reference)
        const right = await fetchVerdict(api, reference, key(type).publicPem)
        compare(
          `${name}, right key`,
          isSigned(right),
          await cosign.verify(version, store, key(type).publicPath, reference, digestFlags(key(type))),
        )
        const stranger = await fetchVerdict(api, reference, wrong.publicPem)
        compare(
          `${name}, wrong key`,
          isSigned(stranger),
          await cosign.verify(version, store, wrong.publicPath, reference),
        )
        expect(stranger.state).toBe('untrusted')
      })

      it('annotations are part of what is signed', async () => {
        const { reference } = await freshImage('interop/annotated')
        await cosign.sign(version, store, key('ecdsa-p256'), reference, ['-a', 'env=prod'])
        const verdict = await fetchVerdict(api, reference, key('ecdsa-p256').publicPem)
        const { publicPath } = key('ecdsa-p256')
        compare(
          `annotation v${version} ${store}`,
          isSigned(verdict),
          await cosign.verify(version, store, publicPath, reference, ['-a', 'env=prod']),
        )
        const other = await cosign.verify(version, store, publicPath, reference, ['-a', 'env=dev'])
        compare(`annotation asked for with another value v${version} ${store}`, isSigned(verdict), other)
        // cosign v2 leaves annotations out of the bundles that it writes; v3 puts them into the statement's subject.
        const signed = version === 2 && store === 'bundle' ? {} : { env: 'prod' }
        expect(verdict.signatures[0]?.annotations).toMatchObject(signed)
      })

      it('an index signed with its platforms', async () => {
        const { digest, platforms } = await pushIndex(
          targetOf('interop/platforms'),
          `index-${version}-${store}`,
          { files: { 'etc/way': `${version}${store}` } },
          ['amd64', 'arm64'],
        )
        const at = (one: string) => `${registry.host}/interop/platforms@${one}`
        await cosign.sign(version, store, key('ecdsa-p256'), at(digest), ['--recursive'])
        for (const one of [digest, ...platforms.map((platform) => platform.digest)]) {
          const verdict = await fetchVerdict(api, at(one), key('ecdsa-p256').publicPem)
          compare(
            `recursive v${version} ${store}`,
            isSigned(verdict),
            await cosign.verify(version, store, key('ecdsa-p256').publicPath, at(one)),
          )
        }
      })

      it.each(edits)('a signature $name', async ({ name, edit }) => {
        const donor = await freshImage('interop/tampered')
        const victim = name.startsWith('one bit') ? donor : await freshImage('interop/tampered')
        await cosign.sign(version, store, key('ecdsa-p256'), donor.reference)
        // The registry keeps the good referrer beside the changed one, so the changed one goes to an image of its own.
        const moved = store === 'tag' || victim !== donor ? victim : await freshImage('interop/tampered')
        const change = edit(donor.digest, moved.digest)
        if (store === 'tag')
          await moveTagEvidence(targetOf('interop/tampered'), 'sig', donor.digest, moved.digest, change)
        else await moveReferrers(targetOf('interop/tampered'), donor.digest, moved.digest, change)
        const verdict = await fetchVerdict(api, moved.reference, key('ecdsa-p256').publicPem)
        const result = await cosign.verify(version, store, key('ecdsa-p256').publicPath, moved.reference)
        compare(`tampered: ${name} v${version} ${store}`, isSigned(verdict), result)
        expect(verdict.state).not.toBe('verified')
        expect(verdict.signatures).toHaveLength(1)
      })
    })

    describe.each(attestWays)('attestations by cosign v$version, store $store', ({ version, store }) => {
      it.each(predicateSamples)('$type: the right key, a wrong one', async ({ type, uri, text }) => {
        const { reference } = await freshImage('interop/attested')
        const label = `attest ${type === 'spdx' ? 'spdx (tag-value)' : type}, v${version} ${store}`
        const path = await cosign.writeFile(`predicate-${images}.json`, text)
        await cosign.attest(version, store, key('ecdsa-p256'), reference, type, path)
        const { publicPem, publicPath } = key('ecdsa-p256')
        const right = await fetchVerdict(api, reference, publicPem)
        compare(
          `${label}, right key`,
          isAttested(right, uri),
          await cosign.verifyAttestation(version, store, publicPath, reference, type),
        )
        const stranger = await fetchVerdict(api, reference, wrong.publicPem)
        // The wrong key is compared under a name of its own: no deviation may excuse it.
        const refused = await cosign.verifyAttestation(version, store, wrong.publicPath, reference, type)
        compare(`stranger's ${label}`, isAttested(stranger, uri), refused)
      })

      it.each(keyTypes)('by a %s key', async (type) => {
        const { reference } = await freshImage('interop/attested-by')
        const path = await cosign.writeFile(`by-${images}.json`, '{"reviewed":true}')
        await cosign.attest(version, store, key(type), reference, 'custom', path)
        const verdict = await fetchVerdict(api, reference, key(type).publicPem)
        const result = await cosign.verifyAttestation(
          version,
          store,
          key(type).publicPath,
          reference,
          'custom',
          digestFlags(key(type)),
        )
        compare(
          `attest ${type} v${version} ${store}, right key`,
          isAttested(verdict, 'https://cosign.sigstore.dev/attestation/v1'),
          result,
        )
      })

      it.each(edits)('an attestation $name', async ({ name, edit }) => {
        const donor = await freshImage('interop/tampered-attestations')
        const victim = await freshImage('interop/tampered-attestations')
        const path = await cosign.writeFile(`tampered-${images}.json`, '{"reviewed":true}')
        await cosign.attest(version, store, key('ecdsa-p256'), donor.reference, 'custom', path)
        const target = targetOf('interop/tampered-attestations')
        const change = edit(donor.digest, victim.digest)
        if (store === 'tag') await moveTagEvidence(target, 'att', donor.digest, victim.digest, change)
        else await moveReferrers(target, donor.digest, victim.digest, change)
        const verdict = await fetchVerdict(api, victim.reference, key('ecdsa-p256').publicPem)
        const result = await cosign.verifyAttestation(
          version,
          store,
          key('ecdsa-p256').publicPath,
          victim.reference,
          'custom',
        )
        compare(
          `tampered attestation: ${name} v${version} ${store}`,
          isAttested(verdict, 'https://cosign.sigstore.dev/attestation/v1'),
          result,
        )
        expect(verdict.attestations).toHaveLength(1)
      })
    })

    it('an attestation does not make an image signed', async () => {
      for (const { version, store } of attestWays) {
        const { reference } = await freshImage('interop/attestation-only')
        const path = await cosign.writeFile(`only-${images}.json`, '{"reviewed":true}')
        await cosign.attest(version, store, key('ecdsa-p256'), reference, 'custom', path)
        const verdict = await fetchVerdict(api, reference, key('ecdsa-p256').publicPem)
        const result = await cosign.verify(version, store, key('ecdsa-p256').publicPath, reference)
        compare(`attestation only, ${store}, as an image signature`, isSigned(verdict), result)
        expect(verdict.state).toBe('unsigned')
      }
    })

    it("a stranger's bundle does not hide our tag signature", async () => {
      const { reference } = await freshImage('interop/hidden')
      await cosign.sign(2, 'tag', key('ecdsa-p256'), reference)
      await cosign.sign(3, 'bundle', wrong, reference)
      const verdict = await fetchVerdict(api, reference, key('ecdsa-p256').publicPem)
      const result = await cosign.verify(3, 'bundle', key('ecdsa-p256').publicPath, reference)
      compare("our tag signature beside a stranger's bundle, by cosign v3", isSigned(verdict), result)
      expect(verdict.signatures.map((item) => item.state)).toEqual(['verified', 'untrusted'])
    })

    it('an unsigned image', async () => {
      for (const { version, store } of ways) {
        const { reference } = await freshImage('interop/unsigned')
        const verdict = await fetchVerdict(api, reference, key('ecdsa-p256').publicPem)
        compare(
          `unsigned v${version} ${store}`,
          isSigned(verdict),
          await cosign.verify(version, store, key('ecdsa-p256').publicPath, reference),
        )
        expect(verdict.state).toBe('unsigned')
      }
    })

    const missingDebian = missingRegistry('docker-registry')
    it.skipIf(missingDebian !== null)(
      `bundles and OCI 1.1 signatures under the fallback tag${missingDebian === null ? '' : ` (${missingDebian})`}`,
      async () => {
        const plain = await startRegistry('docker-registry')
        try {
          for (const { version, store } of ways.filter((way) => way.store !== 'tag')) {
            const serial = `${version}-${store}`
            const { digest } = await pushImage({ host: plain.host, repository: 'interop/fallback' }, serial, {
              files: { 'etc/serial': serial },
            })
            const reference = `${plain.host}/interop/fallback@${digest}`
            await cosign.sign(version, store, key('ecdsa-p256'), reference)
            for (const one of [key('ecdsa-p256'), wrong]) {
              const verdict = await fetchVerdict(api, reference, one.publicPem)
              compare(
                `fallback tag v${serial} ${one === wrong ? 'wrong' : 'right'}`,
                isSigned(verdict),
                await cosign.verify(version, store, one.publicPath, reference),
              )
              expect(verdict.signatures[0]?.store).toBe('referrers-tag')
            }
          }
        } finally {
          await plain.stop()
        }
      },
    )

    it('at least 60 combinations were compared', () => {
      expect(comparisons.compared).toBeGreaterThanOrEqual(60)
    })
  },
)

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCosign } from '#e2e/interop/cosign.ts'
import { startRegistry } from '#e2e/registries/start-registry.ts'
import type { RequestRules } from '#lib/api/contract/verdict.ts'
import { createTestInstance, identity } from '#lib/testing/test-instance.ts'
import { pushIdentityImage } from './identity-image.ts'
import { imageCount, measureCosignThroughput, measureMany, pushMany } from './many-rows.ts'
import type { Row } from './row.ts'

/** A thousand images signed by an identity of a private Sigstore instance, against cosign with the same trusted root. */
export async function measureIdentities(): Promise<Row[]> {
  const cosign = findCosign(3)
  if (cosign === null) {
    console.log('identities: skipped, cosign v3 is missing (TOUCHSTONE_COSIGN3)')
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-bench-root-'))
  const registry = await startRegistry('ociregistry')
  try {
    const instance = createTestInstance()
    const trustedRoot = instance.toRoot()
    const rootPath = join(folder, 'trusted_root.json')
    await writeFile(rootPath, JSON.stringify(trustedRoot))
    const push = (repository: string, count: number) =>
      pushMany(registry.host, repository, count, (target, tag) => pushIdentityImage(target, tag, instance))
    const warm = await push('bench/warm', 300)
    const references = await push('bench/many', imageCount)
    const { issuer, subject } = identity
    const expected = ['--certificate-oidc-issuer', issuer, '--certificate-identity', subject]
    const base = await measureCosignThroughput(cosign, ['--trusted-root', rootPath, ...expected], references)
    const rules: RequestRules = { identities: [{ issuer, subject }], trustedRoot, requireTransparencyLog: true }
    const many = { what: '1,000 images signed by an identity', references, warm, rules, base }
    return await measureMany(many, 'POST /verdicts', { empty: 5, again: 20 })
  } finally {
    await registry.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

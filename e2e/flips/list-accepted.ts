import { listCases } from '#e2e/conformance/list-cases.ts'
import { layoutsOf, readSharedCases, readSharedKey, type SharedCase } from '#e2e/fixtures/shared-cases.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { discoverEvidence } from '#lib/inspection/discovery/discover-evidence.ts'
import { resolveSubject } from '#lib/inspection/discovery/resolve-subject.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference, type RegistryHost } from '#lib/oci/reference.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { toBundleItem } from '#lib/testing/signed-evidence.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import { examineDiscovery } from '#lib/trust/examine-discovery.ts'

/** An item that is verified as it is, and what it is verified by. */
export type Accepted = { readonly name: string; readonly item: FoundItem; readonly context: ExamineContext }

/** What the verdict would say of one item. A fault in the verifier counts as a state of its own. */
export function judgeItem(item: FoundItem, context: ExamineContext): string {
  const { signatures, attestations } = examineDiscovery({ items: [item] }, context)
  const [evidence] = [...signatures, ...attestations]
  if (evidence === undefined) return 'nothing'
  const isFault = evidence.checks.some((check) => 'code' in check && check.code === 'INTERNAL_ERROR')
  return isFault ? 'fault' : evidence.state
}

/** Every item of the conformance vectors and the reference cases that is verified, each once. */
export async function listAccepted(): Promise<Accepted[]> {
  const found = [...listConformance()]
  for (const set of ['keyless-private', 'key-based'] as const) {
    for (const one of readSharedCases(set)) {
      if (one.expect.state === 'verified') found.push(...(await listCase(set, one)))
    }
  }
  const seen = new Set<string>()
  return found.flatMap((one) => {
    const { layer, format } = one.item
    const identity = `${format} ${layer.digest} ${JSON.stringify(layer.annotations)}`
    const strict = seen.has(identity) ? null : toStrictest(one)
    seen.add(identity)
    return strict === null ? [] : [strict]
  })
}

/** Asks for as much as the item can show, so that nothing in it is left unused. */
function toStrictest({ name, item, context }: Accepted): Accepted | null {
  for (const requireTransparencyLog of [true, false]) {
    for (const requireTimestamp of [true, false]) {
      const rules = context.trust.rules.map((rule) => ({ ...rule, requireTransparencyLog, requireTimestamp }))
      const strict = { ...context, trust: { ...context.trust, rules } }
      if (judgeItem(item, strict) === 'verified') return { name, item, context: strict }
    }
  }
  return null
}

function* listConformance(): Generator<Accepted> {
  for (const { name, accepted, bundle, artifact, trustedRoot, key, identity } of listCases()) {
    if (!accepted) continue
    const subject = digestOf(artifact)
    const trust = toRequestTrust(
      key === null
        ? { identities: [identity], trustedRoot: JSON.parse(trustedRoot) }
        : { keys: [{ pem: key }], trustedRoot: JSON.parse(trustedRoot) },
      new Date(),
    )
    const mediaType = /"mediaType":\s*"([^"]+)"/.exec(bundle.toString())?.[1]
    const item = toBundleItem(bundle.toString(), { subject, claimedSubject: subject }, mediaType)
    const context = { subject, subjectBytes: artifact, inherited: false, repository: 'example.com/conformance', trust }
    yield { name: `conformance ${name}`, item, context }
  }
}

async function listCase(set: 'keyless-private' | 'key-based', one: SharedCase): Promise<Accepted[]> {
  const host = 'cases.layout' as RegistryHost
  const source = createLayoutSource({ host, path: layoutsOf(set) })
  const separator = one.reference.startsWith('sha256:') ? '@' : ':'
  const reference = parseReference(`${host}/${one.repository}${separator}${one.reference}`)
  const subject = await resolveSubject(source, reference, one.platform === null ? null : parsePlatform(one.platform))
  const { items } = await discoverEvidence(source, subject)
  const trust = toRequestTrust(
    {
      keys: one.rules.keys.map((file) => ({ pem: readSharedKey(file, set) })),
      certificates: (one.rules.certificates ?? []).map((file) => ({ pem: readSharedKey(file, set) })),
      identities: one.rules.identities ?? [],
      ...(one.trustedRoot === undefined ? {} : { trustedRoot: JSON.parse(readSharedKey(one.trustedRoot, set)) }),
    },
    new Date(),
  )
  const repository = `${host}/${one.repository}`
  const context = { subject: subject.digest, subjectBytes: subject.bytes, inherited: false, repository, trust }
  return items.map((item, at) => ({ name: `${one.id} ${item.format} ${at}`, item, context }))
}

import type { Limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Store } from '#lib/evidence/evidence.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import { type Digest, digestOf } from '#lib/oci/digest.ts'
import { isTag } from '#lib/oci/reference.ts'
import { cosignTag, referrersTag } from '#lib/oci/tag-names.ts'
import type { FetchedManifest, ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import {
  type Candidate,
  type CosignSuffix,
  readAttestationManifest,
  readReferrer,
  readTagManifest,
} from './discover-candidates.ts'
import type { Subject } from './resolve-subject.ts'

export type StoreResult = { readonly answer: StoreAnswer; readonly candidates: readonly Candidate[] }

/** What asking the stores needs; `fetchListed` reads a manifest that several stores may name, once. */
export type Asking = {
  readonly source: ImageSource
  readonly subject: Subject
  readonly limits: Limits
  readonly options: ReadOptions
  fetchListed(digest: Digest): Promise<FetchedManifest>
}

type Failure = { readonly code: ErrorCode; readonly status: number | null; readonly detail: string }

/** Records why a store could not answer; rethrows when nobody waits any more. */
function toFailure(error: unknown): Failure {
  if (!isAppError(error))
    return { code: 'INTERNAL', status: null, detail: 'Something went wrong here while it was asked.' }
  if (error.code === 'REQUEST_CANCELLED') throw error
  const { status } = error.context
  return { code: error.code, status: typeof status === 'number' ? status : null, detail: error.message }
}

function toResult(
  store: Store,
  asked: string,
  status: number | null,
  candidates: readonly Candidate[],
  failure: Failure | null,
): StoreResult {
  const answer = failure !== null ? 'failed' : candidates.length > 0 ? 'found' : 'absent'
  return {
    candidates,
    answer: {
      store,
      asked,
      answer,
      status: failure?.status ?? status,
      code: failure?.code ?? null,
      count: candidates.length,
      detail: failure?.detail ?? null,
    },
  }
}

function without(
  store: Store,
  asked: string,
  answer: 'absent' | 'unsupported',
  failure: Partial<Failure>,
): StoreResult {
  const { code = null, status = null, detail = null } = failure
  return { candidates: [], answer: { store, asked, answer, status, code, count: 0, detail } }
}

const beyond = (max: number): Failure => ({
  code: 'LIMIT_EXCEEDED',
  status: null,
  detail: `It holds more than the ${max} entries that are read.`,
})

/** Keeps what the limit allows; `failed` says that there is more. */
function bound(candidates: readonly Candidate[], max: number): { kept: readonly Candidate[]; failure: Failure | null } {
  if (candidates.length <= max) return { kept: candidates, failure: null }
  return { kept: candidates.slice(0, max), failure: beyond(max) }
}

const found = 200

/** Asks for one of cosign's tags: `sha256-<hex>.sig`, `.att` or `.sbom`. */
export async function askCosignTag(
  suffix: CosignSuffix,
  { source, subject, limits, options }: Asking,
): Promise<StoreResult> {
  const tag = cosignTag(subject.digest, suffix)
  // A sha512 digest makes a longer name than tags may have: cosign has no place for it, so nothing can be there.
  if (!isTag(tag)) return without('tag', tag, 'unsupported', {})
  try {
    const fetched = await source.fetchManifest(subject.reference.repository, tag, options)
    const { kept, failure } = bound(readTagManifest(suffix, subject.digest, fetched), limits.maxLayers)
    return toResult('tag', tag, found, kept, failure)
  } catch (error) {
    const failure = toFailure(error)
    return failure.code === 'IMAGE_NOT_FOUND'
      ? without('tag', tag, 'absent', { status: failure.status })
      : toResult('tag', tag, null, [], failure)
  }
}

/** Reads the manifests that a list names, each on its own: one that cannot be read makes the list incomplete. */
async function readListed(
  store: 'referrers' | 'referrers-tag',
  descriptors: readonly Descriptor[],
  { subject, limits, fetchListed }: Asking,
): Promise<{ candidates: readonly Candidate[]; failure: Failure | null }> {
  const unique = [...new Map(descriptors.map((descriptor) => [descriptor.digest, descriptor])).values()]
  const read = unique.slice(0, limits.maxReferrers).map(async (descriptor) => {
    try {
      const fetched = await fetchListed(descriptor.digest)
      return { candidates: readReferrer(store, subject.digest, fetched, descriptor), failure: null }
    } catch (error) {
      return { candidates: [], failure: toFailure(error) }
    }
  })
  const results = await Promise.all(read)
  const { kept, failure } = bound(
    results.flatMap(({ candidates }) => candidates),
    limits.maxReferrers,
  )
  const broken = results.find((result) => result.failure !== null)?.failure ?? null
  const cut: Failure | null = unique.length > limits.maxReferrers ? beyond(limits.maxReferrers) : null
  return { candidates: kept, failure: broken ?? cut ?? failure }
}

function describeReferrers({ host }: ImageSource, { reference, digest }: Subject): string {
  return host.endsWith('.layout')
    ? `index.json: manifests whose subject is ${digest}`
    : `/v2/${reference.repository}/referrers/${digest}`
}

/** Asks the referrers API (distribution-spec 1.1), without a filter: several types count, and some filters are wrong. */
export async function askReferrers(asking: Asking): Promise<StoreResult> {
  const { source, subject, options } = asking
  const asked = describeReferrers(source, subject)
  try {
    const answer = await source.listReferrers(subject.reference.repository, subject.digest, options)
    if (answer.answer === 'unsupported') return without('referrers', asked, 'unsupported', { status: answer.status })
    const { candidates, failure } = await readListed('referrers', answer.descriptors, asking)
    const { problem, truncated } = answer
    const cut: Failure | null = truncated
      ? {
          code: problem ?? 'LIMIT_EXCEEDED',
          status: null,
          detail: 'The list of referrers could not be read to its end.',
        }
      : null
    return toResult('referrers', asked, answer.status, candidates, cut ?? failure)
  } catch (error) {
    const failure = toFailure(error)
    return failure.code === 'IMAGE_NOT_FOUND'
      ? without('referrers', asked, 'absent', { status: failure.status })
      : toResult('referrers', asked, null, [], failure)
  }
}

/** Asks for the fallback tag, whatever the API said: some clients write there although the registry has the API. */
export async function askReferrersTag(asking: Asking): Promise<StoreResult> {
  const { source, subject, options } = asking
  const tag = referrersTag(subject.digest)
  try {
    const { manifest } = await source.fetchManifest(subject.reference.repository, tag, options)
    // Something else than an index is no list of referrers, only a tag of that name: reported, not believed.
    if (manifest.kind !== 'index')
      return without('referrers-tag', tag, 'absent', {
        code: 'MANIFEST_UNSUPPORTED',
        status: found,
        detail: 'The tag is there and is no list of referrers.',
      })
    const { candidates, failure } = await readListed('referrers-tag', manifest.manifests, asking)
    return toResult('referrers-tag', tag, found, candidates, failure)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.code === 'IMAGE_NOT_FOUND') return without('referrers-tag', tag, 'absent', { status: failure.status })
    if (failure.code === 'MANIFEST_UNSUPPORTED') return without('referrers-tag', tag, 'absent', failure)
    return toResult('referrers-tag', tag, null, [], failure)
  }
}

/** Reads BuildKit's statements about a platform out of the index that holds it; for an index they are only counted. */
export async function askIndex(asking: Asking): Promise<StoreResult> {
  const { subject, limits, fetchListed } = asking
  const holder = subject.index?.digest ?? subject.digest
  const isIndex = subject.manifest.kind === 'index'
  const asked = isIndex || subject.index !== null ? `attestation manifests in ${holder}` : 'no index was asked for'
  if (isIndex) {
    const count = subject.attestations.length
    const answer = {
      store: 'index',
      asked,
      answer: count > 0 ? 'found' : 'absent',
      status: null,
      code: null,
      count,
    } as const
    return { candidates: [], answer }
  }
  const results = await Promise.all(
    subject.attestations.slice(0, limits.maxIndexManifests).map(async ({ digest }) => {
      try {
        return { candidates: readAttestationManifest(subject.digest, await fetchListed(digest)), failure: null }
      } catch (error) {
        return { candidates: [], failure: toFailure(error) }
      }
    }),
  )
  const { kept, failure } = bound(
    results.flatMap(({ candidates }) => candidates),
    limits.maxLayers,
  )
  const broken = results.find((result) => result.failure !== null)?.failure ?? failure
  return toResult('index', asked, null, kept, broken)
}

/** Asks for GPG signatures where the registry says that it keeps some; null where it does not, without a request. */
export async function askSignatureExtension({ source, subject, options }: Asking): Promise<StoreResult | null> {
  const store = 'signature-extension'
  const { repository } = subject.reference
  const asked = `/extensions/v2/${repository}/signatures/${subject.digest}`
  try {
    const signatures = (await source.listGpgSignatures?.(repository, subject.digest, options)) ?? null
    if (signatures === null) return null
    return toResult(
      store,
      asked,
      found,
      signatures.map((bytes) => toGpgCandidate(bytes, subject.digest)),
      null,
    )
  } catch (error) {
    return toResult(store, asked, null, [], toFailure(error))
  }
}

function toGpgCandidate(bytes: Uint8Array, subject: Digest): Candidate {
  const layer = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.byteLength }
  return {
    format: 'gpg-simple-signing',
    store: 'signature-extension',
    subject,
    manifestDigest: subject,
    claimedSubject: null,
    artifactType: null,
    manifestAnnotations: {},
    layer: { ...layer, artifactType: null, annotations: {}, platform: null },
    bytes,
    shapeProblem: null,
  }
}

/** A memo of manifests by digest, so that what two stores name is fetched once. Throws `DIGEST_MISMATCH`. */
export function createListedReader(source: ImageSource, subject: Subject, options: ReadOptions): Asking['fetchListed'] {
  const fetched = new Map<Digest, Promise<FetchedManifest>>()
  const fetch = async (digest: Digest): Promise<FetchedManifest> => {
    const manifest = await source.fetchManifest(subject.reference.repository, digest, options)
    if (manifest.digest === digest) return manifest
    throw new AppError('DIGEST_MISMATCH', 'The source answered with another manifest than the one asked for.', {
      context: { asked: digest, got: manifest.digest },
    })
  }
  return (digest) => {
    const known = fetched.get(digest) ?? fetch(digest)
    fetched.set(digest, known)
    return known
  }
}

import type { LimitName, Limits } from '#lib/config/limits.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import type { FoundItem, ItemFormat } from '#lib/evidence/discovery.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import type { Candidate } from './discover-candidates.ts'
import type { Subject } from './resolve-subject.ts'

type Content = Pick<FoundItem, 'bytes' | 'problem'>

const limitOf: Readonly<Record<ItemFormat, LimitName>> = {
  'cosign-simple-signing': 'maxSimpleSigningBytes',
  'cosign-dsse': 'maxEnvelopeBytes',
  'sigstore-bundle': 'maxEnvelopeBytes',
  'notation-jws': 'maxEvidenceBytes',
  'notation-cose': 'maxEvidenceBytes',
  'in-toto-unsigned': 'maxSbomBytes',
  'gpg-simple-signing': 'maxEvidenceBytes',
  sbom: 'maxSbomBytes',
}

function tooLarge(message: string): Content {
  return { bytes: null, problem: { code: 'LIMIT_EXCEEDED', message } }
}

const otherSize: Content = {
  bytes: null,
  problem: { code: 'DIGEST_MISMATCH', message: 'The blob has another size than its descriptor states.' },
}

async function fetchContent(
  source: ImageSource,
  { reference }: Subject,
  { layer }: Candidate,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Content> {
  const { size } = layer
  try {
    const bytes = await source.fetchBlob(reference.repository, layer.digest, {
      maxBytes: Math.min(limit, size),
      signal,
    })
    return bytes.length === size ? { bytes, problem: null } : otherSize
  } catch (error) {
    if (isAppError(error, 'REQUEST_CANCELLED')) throw error
    // attacker-controlled: no more than the descriptor states was asked for, so more is another size, not a large blob.
    if (isAppError(error, 'LIMIT_EXCEEDED')) return otherSize
    const { code, message } = isAppError(error)
      ? error
      : ({ code: 'INTERNAL', message: 'The blob could not be read.' } as const)
    return { bytes: null, problem: { code, message } }
  }
}

/** Plans what may be fetched: each blob within its format's limit, the smallest first within the limit of the whole. */
function plan(candidates: readonly Candidate[], limits: Limits): Map<Candidate, Content | 'fetch'> {
  const planned = new Map<Candidate, Content | 'fetch'>()
  const counted = new Set<Digest>()
  let total = 0
  // Smallest first: whoever pushes many large referrers cannot keep a signature from being read.
  for (const candidate of candidates.toSorted((a, b) => a.layer.size - b.layer.size)) {
    const { layer, format, bytes } = candidate
    const limit = limits[limitOf[format]]
    if (bytes !== null) planned.set(candidate, { bytes, problem: null })
    else if (layer.size > limit) planned.set(candidate, tooLarge(`It has ${layer.size} bytes; ${limit} are read.`))
    else if (total + layer.size > limits.maxInspectionBytes && !counted.has(layer.digest)) {
      planned.set(
        candidate,
        tooLarge(`All evidence of this image together has more than ${limits.maxInspectionBytes} bytes.`),
      )
    } else {
      if (!counted.has(layer.digest)) total += layer.size
      counted.add(layer.digest)
      planned.set(candidate, 'fetch')
    }
  }
  return planned
}

/** Fetches the blobs of all candidates, each once; what cannot be had is a `problem` of that item alone. */
export async function fetchItems(
  source: ImageSource,
  subject: Subject,
  candidates: readonly Candidate[],
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<FoundItem[]> {
  const planned = plan(candidates, limits)
  const fetched = new Map<string, Promise<Content>>()
  const contentOf = (candidate: Candidate): Content | Promise<Content> => {
    const step = planned.get(candidate)
    if (step !== undefined && step !== 'fetch') return step
    const { layer, format } = candidate
    const key = `${layer.digest} ${layer.size}`
    const known = fetched.get(key) ?? fetchContent(source, subject, candidate, limits[limitOf[format]], signal)
    fetched.set(key, known)
    return known
  }
  return Promise.all(candidates.map(async (candidate) => ({ ...candidate, ...(await contentOf(candidate)) })))
}

import type { Claim, Field, Listed } from './claim.ts'
import type { ClaimedValue } from './claimed-value.ts'
import { type Resource, readDigests } from './resource.ts'
import { toCommitLink, toRepositoryLink, toSourceAddress } from './source-link.ts'

/** How something was built, as its author says (slsa.dev/provenance v0.2 and v1). */
export type ProvenanceView = {
  readonly kind: 'provenance'
  readonly version: '0.1' | '0.2' | '1'
  readonly builder: Claim
  readonly builderVersions: Listed<Field>
  readonly buildType: Claim
  readonly sources: readonly SourceClaim[]
  /** The workflow, Dockerfile or script that the build began with. */
  readonly entryPoint: Claim
  readonly invocation: Claim
  readonly startedAt: Claim
  readonly finishedAt: Claim
  readonly parameters: Listed<Field>
  /** What the builder set itself: internalParameters, environment. */
  readonly internals: Listed<Field>
  readonly dependencies: Listed<Resource>
  readonly byproducts: Listed<Resource>
  readonly reproducible: Claim<boolean>
  readonly hermetic: Claim<boolean>
  readonly completeness: Completeness
}

/** Whether the author says that a part lists everything. */
export type Completeness = {
  readonly parameters: Claim<boolean>
  readonly environment: Claim<boolean>
  readonly dependencies: Claim<boolean>
}

/** A source that the predicate names. The links are null where the forge is not known. */
export type SourceClaim = {
  /** The member that names it: `externalParameters.workflow`. */
  readonly statedIn: string
  readonly repository: string
  readonly repositoryLink: string | null
  readonly ref: string | null
  readonly commit: string | null
  readonly commitLink: string | null
}

const maxSources = 5
const commitAlgorithms = ['gitCommit', 'sha1']

/** A source by its address, its own digests, and those of the dependencies that name the same repository. */
export function toSource(
  statedIn: string,
  uri: Claim,
  digests: readonly string[],
  ref: Claim = null,
): SourceClaim | null {
  if (typeof uri !== 'string') return null
  const address = toSourceAddress(uri)
  const commit = findCommit(digests)
  return {
    statedIn,
    repository: address.repository,
    repositoryLink: toRepositoryLink(address.repository),
    ref: typeof ref === 'string' ? ref : address.ref,
    commit,
    commitLink: commit === null ? null : toCommitLink(address.repository, commit),
  }
}

function findCommit(digests: readonly string[]): string | null {
  for (const algorithm of commitAlgorithms) {
    const found = digests.find((digest) => digest.startsWith(`${algorithm}:`))
    if (found !== undefined) return found.slice(algorithm.length + 1)
  }
  return null
}

/** A source out of a descriptor, or out of an address written as plain text. */
export function readSource(place: ClaimedValue, statedIn: string): SourceClaim | null {
  if (typeof place.raw === 'string') return toSource(statedIn, place.text(), [])
  const uri = place.firstOf('repository', 'uri')
  return toSource(statedIn, uri.text(), readDigests(place.at('digest')), place.at('ref').text())
}

/** What BuildKit's client says of the working copy that it sent. */
export function readVcs(vcs: ClaimedValue, statedIn: string): SourceClaim | null {
  const revision = vcs.at('revision').text(200)
  return toSource(statedIn, vcs.at('source').text(), typeof revision === 'string' ? [`gitCommit:${revision}`] : [])
}

/** The dependencies that are checked out of git, each once; they complete the sources that name no commit. */
export function mergeSources(
  named: readonly (SourceClaim | null)[],
  dependencies: readonly Resource[],
  dependenciesName: string,
): readonly SourceClaim[] {
  const fromGit = dependencies.flatMap((dependency) => {
    const isGit =
      typeof dependency.uri === 'string' &&
      (dependency.uri.startsWith('git+') || findCommit(dependency.digests) !== null)
    return isGit ? (toSource(dependenciesName, dependency.uri, dependency.digests) ?? []) : []
  })
  const sources = named.flatMap((source) => source ?? []).map((source) => completeCommit(source, fromGit))
  for (const source of fromGit) {
    if (!sources.some(({ repository }) => isSame(repository, source.repository))) sources.push(source)
  }
  return sources.slice(0, maxSources)
}

const isSame = (a: string, b: string): boolean => a.replace(/\.git$/, '') === b.replace(/\.git$/, '')

function completeCommit(source: SourceClaim, fromGit: readonly SourceClaim[]): SourceClaim {
  if (source.commit !== null) return source
  const match = fromGit.find(
    ({ repository, ref }) =>
      isSame(repository, source.repository) && (ref === null || source.ref === null || ref === source.ref),
  )
  if (match === undefined) return source
  return { ...source, ref: source.ref ?? match.ref, commit: match.commit, commitLink: match.commitLink }
}

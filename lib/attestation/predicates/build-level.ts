import type { Signer } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import { type Claim, statedOf } from './claim.ts'

/** What can be said of one level of SLSA's build track (slsa.dev/spec/v1.0/levels), in a sentence. */
export type BuildLevel = {
  readonly level: 1 | 2 | 3
  readonly concluded: boolean
  readonly reason: string
}

type BuildLevelInput = {
  readonly state: State
  readonly signer: Signer | null
  /** It speaks of the index, not of this platform's manifest. */
  readonly inherited: boolean
  /** The builder that the provenance names. */
  readonly builder: Claim
}

/**
 * Which build levels follow from one provenance statement and its verified signer. A claim alone never gives a level, and
 * level 3 is a property of the build platform that no document shows.
 */
export function concludeBuildLevels(input: BuildLevelInput): readonly BuildLevel[] {
  const first = concludeFirst(input)
  const second = first.concluded
    ? concludeSecond(input)
    : ({ level: 2, concluded: false, reason: 'It asks for level 1 first.' } as const)
  return [first, second, third]
}

function concludeFirst({ state, builder, inherited }: BuildLevelInput): BuildLevel {
  const no = (reason: string): BuildLevel => ({ level: 1, concluded: false, reason })
  switch (state) {
    case 'unsigned':
      return no('Nobody signed this statement, so anybody who can push could have written it.')
    case 'invalid':
      return no('The statement or its signature is broken.')
    case 'undetermined':
      return no('The statement could not be checked.')
    case 'untrusted':
      return no('No rule of yours names its signer, so nobody whom you trust says that the image was built like this.')
    case 'verified':
  }
  if (statedOf(builder) === null) return no('The provenance names no builder, which every level asks for.')
  const about = inherited ? 'the index that holds this image' : 'this image'
  return {
    level: 1,
    concluded: true,
    reason: `Somebody whom you trust says how ${about} was built, and by which builder.`,
  }
}

const yes = (reason: string): BuildLevel => ({ level: 2, concluded: true, reason })
const not = (reason: string): BuildLevel => ({ level: 2, concluded: false, reason })

function concludeSecond({ signer, builder }: BuildLevelInput): BuildLevel {
  const named = statedOf(builder) ?? ''
  if (signer === null) return not('It is not known who signed it.')
  if (signer.kind !== 'identity') {
    return not(
      'A key or certificate does not say where the build ran. Whether a hosted build platform signed with it, and nobody else can, is for you to know.',
    )
  }
  const host = hostedBy(signer)
  if (host === null) {
    return not(
      `${signer.issuer} does not say that the build ran on a hosted platform, so the builder’s name is only a claim.`,
    )
  }
  if (!isBuilder(signer, named)) {
    return not(`The signer is ${signer.subject}, not the builder that it names: the builder’s name is only a claim.`)
  }
  return yes(
    `The signer is the builder itself: an identity that ${host} gives to its own runs only, and that you trust.`,
  )
}

const github = 'https://token.actions.githubusercontent.com'
const gitlab = 'https://gitlab.com'

type Identity = Extract<Signer, { readonly kind: 'identity' }>

/** The platform that issued the identity to a run on machines of its own; null when it did not say so. */
function hostedBy({ issuer, claims }: Identity): string | null {
  if (issuer === github && claims.runnerEnvironment === 'github-hosted') return 'GitHub Actions'
  if (issuer === gitlab && claims.runnerEnvironment === 'gitlab-hosted') return 'GitLab CI'
  return null
}

// Only equal text counts: `…/release.yml.evil` and other case are other builders. A version may follow an `@`.
function isBuilder({ issuer, subject, claims }: Identity, builder: string): boolean {
  if (issuer === github && builder === 'https://github.com/actions/runner/github-hosted') return true
  return [subject, claims.buildSignerURI].some((name) => name === builder || name?.startsWith(`${builder}@`) === true)
}

const third: BuildLevel = {
  level: 3,
  concluded: false,
  reason:
    'Level 3 asks that the platform keeps builds apart and its signing key out of their reach. That is a property of the platform, which no document shows: ask for its assessment, or for a verification summary by somebody whom you trust.',
}

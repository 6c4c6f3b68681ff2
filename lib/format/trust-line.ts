import type { Attestation } from '#lib/evidence/evidence.ts'
import type { SbomFacts } from '#lib/sbom/sbom.ts'
import { formatSigner } from './sentence.ts'

type TrustLineInput = {
  readonly facts: SbomFacts
  readonly attestation: Attestation | null
  readonly inherited: boolean
  readonly platform: string | null
}

const makers: Readonly<Record<SbomFacts['source'], string>> = {
  attestation: 'an attestation',
  attachment: 'a file attached beside the image',
  buildkit: 'a statement of the build',
}

/** The line above a package list: whose word it is, for what, and made by which tool. */
export function formatTrustLine({ facts, attestation, inherited, platform }: TrustLineInput): string {
  const what = inherited ? 'the index of all platforms' : platform === null ? 'this image' : `this image (${platform})`
  const made =
    facts.tool === null
      ? ''
      : ` Made by ${facts.tool}${facts.createdAt === null ? '' : ` on ${facts.createdAt.slice(0, 10)}`}, as it says.`
  return `${formatWord(facts, attestation, what)}${made}`
}

function formatWord(facts: SbomFacts, attestation: Attestation | null, what: string): string {
  const signer = attestation?.signer ?? null
  if (facts.state === 'verified' && signer !== null) {
    return `This list was signed by ${formatSigner(signer)}, whom you trust, for ${what}.`
  }
  if (facts.state === 'untrusted') {
    return signer === null
      ? `This list was signed for ${what}, but not by anyone you trust.`
      : `This list was signed by ${formatSigner(signer)}, whom you do not trust here, for ${what}.`
  }
  return `Nobody signed this list: it comes from ${makers[facts.source]}, and anybody who can push could have written it.`
}

import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Evidence } from '#lib/evidence/evidence.ts'
import type { SbomFacts, SbomFormat } from '#lib/sbom/sbom.ts'
import { formatStore } from './evidence.ts'
import { countOf } from './size.ts'

/** The parts of a verdict that the line is made of. */
type EvidenceLineInput = {
  readonly discovery: readonly Pick<StoreAnswer, 'store' | 'answer' | 'status'>[]
  readonly signatures: readonly Pick<Evidence, 'state' | 'inherited' | 'checks'>[]
  readonly sbom: Pick<SbomFacts, 'format' | 'packageCount' | 'state'> | null
}

/** What the verdict's sentence rests on, as short phrases: signatures, SBOM, transparency log, stores that failed. */
export function toEvidenceLine(verdict: EvidenceLineInput): string[] {
  const phrases = [signaturePhrase(verdict), sbomPhrase(verdict.sbom), logPhrase(verdict), failurePhrase(verdict)]
  return phrases
    .filter((phrase) => phrase !== null)
    .map((phrase, index) => (index === 0 ? phrase.charAt(0).toUpperCase() + phrase.slice(1) : phrase))
}

function signaturePhrase({ signatures }: EvidenceLineInput): string {
  const own = signatures.filter(({ inherited }) => !inherited)
  if (own.length === 0 && signatures.length > 0) {
    return `${countOf(signatures.length, 'signature')} of the index that holds it`
  }
  if (own.length === 0) return 'no signature found'
  const verified = own.filter(({ state }) => state === 'verified').length
  if (verified === 0) return `${countOf(own.length, 'signature')} found, none that you trust`
  if (own.length === 1) return 'its signature verifies, by a signer you trust'
  return `${verified} of ${own.length} signatures ${verified === 1 ? 'verifies' : 'verify'}, by signers you trust`
}

const sbomFormatNames: Readonly<Record<SbomFormat, string>> = {
  'spdx-json': 'SPDX',
  'spdx-tag-value': 'SPDX tag-value',
  'cyclonedx-json': 'CycloneDX',
  'cyclonedx-xml': 'CycloneDX XML',
  'syft-json': 'Syft',
}

export const formatSbomFormat = (format: SbomFormat): string => sbomFormatNames[format]

function sbomPhrase(sbom: EvidenceLineInput['sbom']): string | null {
  if (sbom === null) return 'no SBOM found'
  const packages = countOf(sbom.packageCount, 'package')
  const name = formatSbomFormat(sbom.format)
  const article = /^[AEIOS]/.test(name) ? 'an' : 'a'
  switch (sbom.state) {
    case 'verified':
      return `${packages} in a signed ${name} SBOM`
    case 'untrusted':
      return `${packages} in ${article} ${name} SBOM signed by nobody you trust`
    case 'unsigned':
    case 'invalid':
    case 'undetermined':
      return `${packages} in ${article} ${name} SBOM that is not signed`
  }
}

function logPhrase({ signatures }: EvidenceLineInput): string | null {
  const deciding = signatures.find(({ state, inherited }) => state === 'verified' && !inherited)
  const check = deciding?.checks.find(({ id }) => id === 'transparency-log')
  if (check === undefined) return null
  if (check.status === 'passed') return 'recorded in a transparency log'
  if (check.status === 'failed') return null
  return check.code === 'LOG_UNKNOWN'
    ? 'its log entry is by a log that you do not know'
    : 'in no transparency log, and your rule asks for none'
}

function failurePhrase({ discovery }: EvidenceLineInput): string | null {
  const failed = discovery.filter(({ answer }) => answer === 'failed')
  if (failed.length === 0) return null
  const [first] = failed
  if (failed.length > 1 || first === undefined) return `${failed.length} of ${discovery.length} places gave no answer`
  return `the ${formatStore(first.store)} gave no answer${first.status === null ? '' : ` (${first.status})`}`
}

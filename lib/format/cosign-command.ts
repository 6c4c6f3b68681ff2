import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import { findCommandObstacle, isByCertificate, schemeOf } from './command-obstacle.ts'
import { toProofWords, toRootSteps, toRootWords, toSignerWords } from './cosign-trust.ts'
import { formatNotationCommand } from './notation-command.ts'
import { formatImageWord, formatShellWord } from './shell-word.ts'

/** cosign's names for predicate types; any other type is given as it is (cosign verify-attestation --type). */
const typeNames: Readonly<Record<string, string>> = {
  'https://spdx.dev/Document': 'spdxjson',
  'https://cyclonedx.org/bom': 'cyclonedx',
  'https://slsa.dev/provenance/v0.2': 'slsaprovenance',
  'https://slsa.dev/provenance/v1': 'slsaprovenance1',
  'https://in-toto.io/Link/v1': 'link',
  'https://cosign.sigstore.dev/attestation/vuln/v1': 'vuln',
  'https://openvex.dev/ns': 'openvex',
  'https://cosign.sigstore.dev/attestation/v1': 'custom',
}

const isAttestation = (evidence: Evidence): evidence is Attestation => 'predicateType' in evidence

/**
 * The cosign v3 command that does the same check, with the key in `cosign.pub`, any other trusted root than the public-good
 * one in `trusted_root.json`, and in `authority.pem` who issued the signer's certificate; null where there is none
 * (`findCommandObstacle` says why).
 */
export function formatEvidenceCommand(evidence: Evidence, image: string): string | null {
  if (findCommandObstacle(evidence) !== null) return null
  const { format } = evidence
  if (format === 'notation-jws' || format === 'notation-cose') return formatNotationCommand(evidence, image)
  const type = isAttestation(evidence) ? evidence.predicateType : null
  const isReferrer = format === 'cosign-simple-signing' && evidence.store !== 'tag'
  const words = ['cosign', type === null ? 'verify' : 'verify-attestation', ...toSignerWords(evidence)]
  words.push(...toRootWords(evidence), ...toProofWords(evidence))
  if (format !== 'sigstore-bundle') words.push('--new-bundle-format=false')
  if (isReferrer) words.push('--experimental-oci11')
  const hash = /^ecdsa-(sha384|sha512)/.exec(schemeOf(evidence) ?? '')?.[1]
  if (hash !== undefined && !isByCertificate(evidence)) words.push('--signature-digest-algorithm', hash)
  if (type !== null) words.push('--type', Object.hasOwn(typeNames, type) ? (typeNames[type] ?? type) : type)
  const command = `${words.map(formatShellWord).join(' ')} ${formatImageWord(image)}`
  return [...toRootSteps(evidence), isReferrer ? `COSIGN_EXPERIMENTAL=1 ${command}` : command].join('\n')
}

import type { CheckId } from '#lib/evidence/check.ts'
import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import { formatNotationCommand } from './notation-command.ts'
import { formatImageWord, formatShellWord } from './shell-word.ts'

/** The root that cosign takes by itself; as `lib/inspection/roots` names it. */
const publicGoodName = 'Sigstore public good'

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
 * The cosign v3 command that does the same check, with the key in `cosign.pub` and any other trusted root than the public-good
 * one in `trusted_root.json`; null where cosign cannot do it: unsigned statements, other schemes, Ed25519ph (which it signs
 * with and does not verify), signers that are not proven.
 */
export function formatEvidenceCommand(evidence: Evidence, image: string): string | null {
  const { format } = evidence
  if (format === 'notation-jws' || format === 'notation-cose') return formatNotationCommand(evidence, image)
  if (format !== 'cosign-simple-signing' && format !== 'cosign-dsse' && format !== 'sigstore-bundle') return null
  const scheme = evidence.checks.find(({ id }) => id === 'signature')?.detail.scheme
  if (
    scheme === 'ed25519ph' ||
    (typeof scheme === 'string' && scheme.startsWith('rsa') && scheme !== 'rsa-pkcs1-sha256')
  )
    return null
  const attestation = isAttestation(evidence) ? evidence : null
  const type = attestation?.predicateType ?? null
  // attacker-controlled: a control character could leave the quotes of some terminals.
  if (attestation !== null && (type === null || /\p{Cc}/u.test(type))) return null
  const isReferrer = format === 'cosign-simple-signing' && evidence.store !== 'tag'
  const signer = toSignerWords(evidence)
  if (signer === null) return null
  const words = ['cosign', attestation === null ? 'verify' : 'verify-attestation', ...signer, ...toProofWords(evidence)]
  if (format !== 'sigstore-bundle') words.push('--new-bundle-format=false')
  if (isReferrer) words.push('--experimental-oci11')
  const hash = typeof scheme === 'string' ? /^ecdsa-(sha384|sha512)/.exec(scheme)?.[1] : undefined
  if (hash !== undefined) words.push('--signature-digest-algorithm', hash)
  if (type !== null) words.push('--type', Object.hasOwn(typeNames, type) ? (typeNames[type] ?? type) : type)
  const command = `${words.map(formatShellWord).join(' ')} ${formatImageWord(image)}`
  return isReferrer ? `COSIGN_EXPERIMENTAL=1 ${command}` : command
}

/** Whose signature it must be; null where cosign cannot be told. */
function toSignerWords({ signer, checks }: Evidence): readonly string[] | null {
  switch (signer?.kind) {
    case 'key':
      return ['--key', 'cosign.pub']
    case 'identity':
      // attacker-controlled: a control character could leave the quotes of some terminals.
      if (/\p{Cc}/u.test(signer.subject + signer.issuer)) return null
      return ['--certificate-identity', signer.subject, '--certificate-oidc-issuer', signer.issuer]
    case 'certificate':
      return null
    case undefined:
      return checks.some(({ id }) => id === 'certificate') ? null : ['--key', 'cosign.pub']
  }
}

/** cosign asks for a log entry of its own accord, and for whatever else it is told to. */
function toProofWords({ checks }: Evidence): readonly string[] {
  const isProven = (id: CheckId) => checks.some((check) => check.id === id && check.status === 'passed')
  const isLogged = isProven('transparency-log')
  const isOwnRoot = checks.some(({ detail }) => typeof detail.root === 'string' && detail.root !== publicGoodName)
  return [
    ...(isOwnRoot ? ['--trusted-root', 'trusted_root.json'] : []),
    ...(isLogged ? [] : ['--insecure-ignore-tlog=true']),
    ...(!isLogged && isProven('timestamp') ? ['--use-signed-timestamps'] : []),
  ]
}

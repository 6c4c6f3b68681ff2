import { Link } from '#components/ui/link.tsx'
import { Pill } from '#components/ui/pill.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { shortenFingerprint } from '#lib/format/digest.ts'
import { describeIdentity } from '#lib/format/identity.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { visibleText } from '#lib/format/visible-text.ts'

const algorithmNames: Readonly<Record<string, string>> = {
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'ecdsa-p521': 'ECDSA P-521',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
}

/** Who signed, as far as it was verified; a key leads to its place in the shelf. */
export function SignerName({ evidence }: { readonly evidence: Pick<EvidenceDto, 'signer' | 'state' | 'checks'> }) {
  const { signer } = evidence
  if (signer === null) return <span className="font-semibold">{nameless(evidence)}</span>
  if (signer.kind === 'identity') return <IdentityName signer={signer} />
  if (signer.kind === 'certificate') {
    return (
      <>
        <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{visibleText(signer.subject)}</span>
        <Pill title="Who issued the certificate">{visibleText(signer.issuer)}</Pill>
      </>
    )
  }
  const algorithm = algorithmOf(evidence.checks)
  return (
    <>
      <Link
        href={`/keys/${signer.fingerprint}`}
        className="min-w-0 font-semibold [overflow-wrap:anywhere] hover:underline"
      >
        {visibleText(formatSigner(signer))}
      </Link>
      {algorithm !== null && <Pill>{algorithm}</Pill>}
      {signer.name !== null && (
        <code title={`SHA-256 of the key: ${signer.fingerprint}`} className="text-xs text-soft">
          {shortenFingerprint(signer.fingerprint)}
        </code>
      )}
    </>
  )
}

function IdentityName({ signer }: { readonly signer: { readonly issuer: string; readonly subject: string } }) {
  const { name, of, ref, issuer } = describeIdentity(signer)
  return (
    <>
      <span className="min-w-0 font-semibold [overflow-wrap:anywhere]" title={visibleText(signer.subject)}>
        {visibleText(of === null ? name : `${name} of ${of}`)}
      </span>
      {ref !== null && <Pill>{visibleText(ref)}</Pill>}
      <Pill title={visibleText(signer.issuer)}>{visibleText(issuer)}</Pill>
    </>
  )
}

function nameless({ state, checks }: Pick<EvidenceDto, 'state' | 'checks'>): string {
  switch (state) {
    case 'untrusted':
      return checks.some(({ id }) => id === 'certificate') ? 'Unknown signer' : 'Unknown key'
    case 'unsigned':
      return 'Nobody signed it'
    case 'verified':
    case 'invalid':
    case 'undetermined':
      return 'Unknown signer'
  }
}

function algorithmOf(checks: EvidenceDto['checks']): string | null {
  const detail = checks.find(({ id }) => id === 'signature')?.detail
  const algorithm = detail?.algorithm ?? detail?.keyAlgorithm
  return typeof algorithm === 'string' ? (algorithmNames[algorithm] ?? algorithm) : null
}

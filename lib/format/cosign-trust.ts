import type { CheckId } from '#lib/evidence/check.ts'
import type { Evidence } from '#lib/evidence/evidence.ts'
import { readCertificateName } from './certificate-name.ts'

/** The root that cosign takes by itself; as `lib/inspection/roots` names it. */
const publicGoodName = 'Sigstore public good'

const isProven = ({ checks }: Evidence, id: CheckId): boolean =>
  checks.some((check) => check.id === id && check.status === 'passed')

const isOwnAuthority = ({ signer }: Evidence): boolean => signer?.kind === 'certificate'

const rootsOf = ({ checks }: Evidence): readonly string[] =>
  checks.flatMap(({ detail }) => (typeof detail.root === 'string' ? [detail.root] : []))

const hasOwnRoot = (evidence: Evidence): boolean => rootsOf(evidence).some((root) => root !== publicGoodName)

/** Whose signature it must be. */
export function toSignerWords(evidence: Evidence): readonly string[] {
  const { signer } = evidence
  switch (signer?.kind) {
    case 'identity':
      return ['--certificate-identity', signer.subject, '--certificate-oidc-issuer', signer.issuer]
    case 'certificate': {
      const { text, issuer } = readCertificateName(evidence) ?? { text: '', issuer: '' }
      // cosign wants to be told of an issuer even where the certificate names none.
      const by = issuer === '' ? ['--certificate-oidc-issuer-regexp', '^$'] : ['--certificate-oidc-issuer', issuer]
      return ['--certificate-identity', text, ...by]
    }
    case 'key':
    case undefined:
      return ['--key', 'cosign.pub']
  }
}

/** Whom to trust for certificates, logs and time stamps. An own authority publishes its certificates in no log. */
export function toRootWords(evidence: Evidence): readonly string[] {
  const own = hasOwnRoot(evidence)
  if (!isOwnAuthority(evidence)) return own ? ['--trusted-root', 'trusted_root.json'] : []
  const isChainEnough = evidence.format !== 'sigstore-bundle' && !own
  const root = isChainEnough ? ['--certificate-chain', 'authority.pem'] : ['--trusted-root', 'authority.json']
  return [...root, '--insecure-ignore-sct=true']
}

/** The commands that make `authority.json`, where cosign takes an own authority as part of a trusted root only. */
export function toRootSteps(evidence: Evidence): readonly string[] {
  if (!toRootWords(evidence).includes('authority.json')) return []
  const own = hasOwnRoot(evidence)
  const others =
    !own && rootsOf(evidence).length > 0 ? ' --with-default-services --no-default-fulcio --no-default-ctfe' : ''
  const authority = '--fulcio url=https://authority.invalid,certificate-chain=authority.pem'
  if (!own) return [`cosign trusted-root create${others} ${authority} --out authority.json`]
  return [
    `cosign trusted-root create ${authority} --out certificates.json`,
    "jq -s '.[0].certificateAuthorities = .[1].certificateAuthorities | .[0]' trusted_root.json certificates.json > authority.json",
  ]
}

/** cosign asks for a log entry of its own accord, and for whatever else it is told to. */
export function toProofWords(evidence: Evidence): readonly string[] {
  const isLogged = isProven(evidence, 'transparency-log')
  return [
    ...(isLogged ? [] : ['--insecure-ignore-tlog=true']),
    ...(!isLogged && isProven(evidence, 'timestamp') ? ['--use-signed-timestamps'] : []),
  ]
}

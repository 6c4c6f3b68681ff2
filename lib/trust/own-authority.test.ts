import { createHash, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import {
  bundleType,
  contextFor,
  type TestSigner,
  toBundle,
  toBundleItem,
  toEnvelope,
  toPayload,
  toSignatureItem,
  toSignatureStatement,
} from '#lib/testing/signed-evidence.ts'
import {
  extensions,
  makeAuthority,
  makeSigner,
  purposeIds,
  signingExtensions,
  type TestCertificate,
  type TestExtension,
} from '#lib/testing/test-authority.ts'
import { examineBundle } from './examine-bundle.ts'
import { examineSimpleSigning } from './examine-simple-signing.ts'
import type { AnchorStore, TrustAnchor, TrustRule } from './trust-rule.ts'

// cosign with an authority of one's own (`--certificate-chain`): no identity, no certificate log, often no proven time.
const root = makeAuthority()
const middle = makeAuthority('middle', {}, root)
const own = makeSigner(middle)

const toAnchor = ({ der }: TestCertificate, store: AnchorStore = 'ca'): TrustAnchor => ({
  fingerprint: createHash('sha256').update(der).digest('hex'),
  name: 'own root',
  der,
  store,
})

const toRule = ({ fingerprint }: TrustAnchor, changes: Partial<TrustRule> = {}): TrustRule => ({
  id: 'own',
  name: 'own',
  repositories: ['**'],
  signer: { kind: 'certificate', fingerprint, subject: 'O=Workshop, CN=signer' },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
  ...changes,
})

const toSigner = ({ privateKey }: TestCertificate) =>
  ({ privateKey, sign: (data: Uint8Array) => sign('sha256', data, privateKey) }) as unknown as TestSigner

const contextOf = (anchors: readonly TrustAnchor[], rules: readonly TrustRule[]) => {
  const base = contextFor([])
  return { ...base, trust: { ...base.trust, anchors, rules } }
}

type Made = { readonly signer?: TestCertificate; readonly chain?: readonly TestCertificate[]; readonly digest?: string }

function examine(
  { signer = own, chain = [middle, root], digest }: Made = {},
  anchors: readonly TrustAnchor[] = [toAnchor(root)],
  rules: readonly TrustRule[] = anchors.map((anchor) => toRule(anchor)),
) {
  const item = toSignatureItem(toSigner(signer), {
    payload: digest === undefined ? toPayload() : toPayload(digest),
    annotations: {
      [cosignAnnotations.certificate]: signer.pem,
      [cosignAnnotations.chain]: chain.map(({ pem }) => pem).join(''),
    },
  })
  return examineSimpleSigning(item, contextOf(anchors, rules)).evidence
}

const judge = (...given: Parameters<typeof examine>): string => {
  const { state, checks } = examine(...given)
  const codes = checks.flatMap((check) => (check.status === 'passed' || check.status === 'skipped' ? [] : [check.code]))
  return [state, ...codes].join(' ')
}

describe('a signature by a certificate of an own authority', () => {
  it('is verified, and says that its validity was judged now', () => {
    const { state, signer, checks } = examine()
    expect(state).toBe('verified')
    expect(signer).toMatchObject({ kind: 'certificate', subject: 'CN=signer,O=Workshop,ST=WA,C=US' })
    expect(checks.find(({ id }) => id === 'certificate')).toMatchObject({
      status: 'passed',
      detail: { judged: expect.stringContaining('now'), holdsUntil: '2027-01-01T00:00:00.000Z' },
    })
  })

  it('C-01 C-21 is by nobody trusted where the authority is not trusted for signers', () => {
    const unknown = 'untrusted CERTIFICATE_UNKNOWN_AUTHORITY'
    expect(judge({}, [])).toBe(unknown)
    expect(judge({}, [toAnchor(makeAuthority())])).toBe(unknown)
    expect(judge({}, [toAnchor(root, 'tsa'), toAnchor(root, 'signingAuthority')])).toBe(unknown)
    expect(judge({ chain: [] })).toBe(unknown)
    expect(judge({}, [toAnchor(own)])).toBe(unknown)
  })

  it('needs no chain beside it where the authority that issued it is the one trusted', () => {
    expect(judge({ chain: [] }, [toAnchor(middle)])).toBe('verified')
  })

  it('P is trusted for the subject that the rule asks for only', () => {
    const anchor = toAnchor(root)
    const by = (subject: string) => [
      toRule(anchor, { signer: { kind: 'certificate', fingerprint: anchor.fingerprint, subject } }),
    ]
    expect(judge({}, [anchor], by('CN=signe'))).toBe('untrusted RULE_SUBJECT_DIFFERS')
    expect(judge({}, [anchor], [])).toBe('untrusted RULE_NONE')
  })

  it('C-04 is invalid once a certificate has ended, as no time is proven', () => {
    const outside = 'invalid CERTIFICATE_OUTSIDE_VALIDITY'
    expect(judge({ signer: makeSigner(middle, { notAfter: '2026-05-01T00:00:00Z' }) })).toBe(outside)
    const old = makeAuthority('old', { notAfter: '2026-05-01T00:00:00Z' }, root)
    expect(judge({ signer: makeSigner(old), chain: [old] })).toBe(outside)
  })

  it('C-09 is invalid by a certificate that is not one for signing code', () => {
    const tls = [extensions.keyUsage(0x80), extensions.purposes([purposeIds.serverAuth])]
    expect(judge({ signer: makeSigner(middle, { extensions: tls }) })).toBe('invalid CERTIFICATE_PROFILE')
    expect(judge({ signer: makeSigner(middle, { extensions: [extensions.keyUsage(0x80)] }) })).toBe(
      'invalid CERTIFICATE_PROFILE',
    )
  })

  it('C-19 is invalid through an authority that must not issue it', () => {
    const limited = makeAuthority('limited', { extensions: [extensions.authority(0), extensions.keyUsage(0x06)] }, root)
    const below = makeAuthority('below', {}, limited)
    expect(judge({ signer: makeSigner(below), chain: [below, limited] })).toBe('invalid CERTIFICATE_PROFILE')
  })

  it('C-17 is invalid by another key, or for another image', () => {
    const other = makeSigner(middle)
    expect(judge({ signer: { ...other, pem: own.pem } })).toMatch(/^invalid SIGNATURE_INVALID/)
    expect(judge({ digest: `sha256:${'0'.repeat(64)}` })).toMatch(/^invalid SUBJECT_MISMATCH/)
  })

  it('tells cosign’s names of the signer: an address first, and no name that cannot be read', () => {
    const namesBy = (...more: readonly TestExtension[]) => {
      const signer = makeSigner(middle, { extensions: [...signingExtensions, ...more] })
      const { state, checks } = examine({ signer })
      const { alternativeName, oidcIssuer } = checks.find(({ id }) => id === 'certificate')?.detail ?? {}
      return [state, alternativeName, oidcIssuer]
    }
    const { alternativeNames, oidcIssuer } = extensions
    expect(namesBy()).toEqual(['verified', undefined, undefined])
    expect(
      namesBy(alternativeNames(['dns', 'a.example'], ['email', 'a@a.example'], ['uri', 'https://a.example/b'])),
    ).toEqual(['verified', 'URI:https://a.example/b', null])
    expect(
      namesBy(alternativeNames(['dns', 'a.example'], ['email', 'a@a.example']), oidcIssuer('https://i.example')),
    ).toEqual(['verified', 'email:a@a.example', 'https://i.example'])
    expect(namesBy(alternativeNames(['dns', 'a.example']))).toEqual(['verified', 'DNS:a.example', null])
    expect(namesBy(alternativeNames(['uri', 'https://a.example/\u001b[2J']))).toEqual([
      'verified',
      undefined,
      undefined,
    ])
  })

  it('is verified in a bundle as well, which carries the signer’s certificate alone', () => {
    const dsseEnvelope = toEnvelope([toSigner(own)], toSignatureStatement())
    const bundle = toBundle(
      { dsseEnvelope: { ...dsseEnvelope, signatures: [{ sig: dsseEnvelope.signatures[0]?.sig }] } },
      { verificationMaterial: { certificate: { rawBytes: own.der.toString('base64') } } },
    )
    const judgeBundle = (anchors: readonly TrustAnchor[]) =>
      examineBundle(
        toBundleItem(bundle, {}, bundleType),
        contextOf(
          anchors,
          anchors.map((anchor) => toRule(anchor)),
        ),
      ).evidence.state
    expect(judgeBundle([toAnchor(middle)])).toBe('verified')
    expect(judgeBundle([])).toBe('untrusted')
  })
})

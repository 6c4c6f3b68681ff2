import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { VerifyCommand } from './verify-command.tsx'

const signer = { kind: 'certificate', subject: 'CN=a', issuer: 'CN=b', fingerprint: 'c' } as const
const render = (changes: Partial<EvidenceDto>): string =>
  renderToStaticMarkup(
    <VerifyCommand
      evidence={{
        state: 'verified',
        format: 'cosign-simple-signing',
        store: 'tag',
        digest: 'sha256:0',
        subject: 'sha256:1',
        inherited: false,
        signer,
        signedAt: null,
        annotations: {},
        checks: [],
        command: null,
        ...changes,
      }}
    />,
  )

describe('the command by which another tool says the same', () => {
  it('stands with the files that it reads', () => {
    const html = render({ command: 'cosign verify --certificate-chain authority.pem a@sha256:1' })
    expect(html).toContain('<code>authority.pem</code>: the certificates above that of the signer')
    expect(html).not.toContain('cosign.pub')
  })

  it('is said to be none, and why, where somebody signed whom no tool can be told', () => {
    expect(render({})).toContain('No other tool says the same: cosign asks for one of the alternative names')
  })

  it('says nothing of other tools where it is not proven who signed', () => {
    expect(render({ signer: null, state: 'untrusted' })).toBe('')
  })
})

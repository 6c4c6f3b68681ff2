import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { AttestationBrief } from './attestation-brief.tsx'
import { AttestationRow } from './attestation-row.tsx'

vi.mock('next/navigation', () => ({ usePathname: () => '/images/x', useSearchParams: () => new URLSearchParams() }))

const token = `ghp_${'a1'.repeat(18)}`
const digest = `sha256:${'ab'.repeat(32)}`
const attestation: AttestationDto = {
  state: 'verified',
  format: 'sigstore-bundle',
  store: 'referrers',
  digest,
  subject: digest,
  inherited: false,
  signer: null,
  signedAt: null,
  annotations: {},
  checks: [],
  command: null,
  predicateType: `https://example.org/${token}`,
  statementSubjects: [],
  summary: { gist: `built with ${token}`, tools: [`Tool: ${token}`] },
}

it('V-14 masks credentials in what stands for an attestation in a list', () => {
  const context = { attestation, repository: 'registry.example/birds', digest, sbomDigest: null }
  for (const list of [
    <AttestationRow key="row" context={context} />,
    <AttestationBrief key="brief" attestation={attestation} />,
  ]) {
    const html = renderToStaticMarkup(list)
    expect(html).toContain('ghp_••••••••')
    expect(html).not.toContain(token)
  }
})

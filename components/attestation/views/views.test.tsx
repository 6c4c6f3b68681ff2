import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { toClaimLimits } from '#lib/attestation/predicates/claim-limits.ts'
import { parsePredicate } from '#lib/attestation/predicates/parse-predicate.ts'
import type { PredicateView } from '#lib/attestation/predicates/predicate-view.ts'
import * as others from '#lib/attestation/predicates/samples/other-predicates.ts'
import { githubProvenance } from '#lib/attestation/predicates/samples/provenance.ts'
import { cosignScan, grypeReport } from '#lib/attestation/predicates/samples/vulnerabilities.ts'
import { LimitsNote } from '../limits-note.tsx'
import { StatementSubjects } from '../statement-subjects.tsx'
import AttributeReportView from './attribute-report-view.tsx'
import CustomView from './custom-view.tsx'
import LinkView from './link-view.tsx'
import type { ViewContext } from './predicate-view.tsx'
import ProvenanceView from './provenance-view.tsx'
import ReleaseView from './release-view.tsx'
import SbomView from './sbom-view.tsx'
import TestResultView from './test-result-view.tsx'
import UnknownView from './unknown-view.tsx'
import VerificationSummaryView from './verification-summary-view.tsx'
import VexView from './vex-view.tsx'
import VulnerabilityView from './vulnerability-view.tsx'

const search = vi.hoisted(() => ({ current: new URLSearchParams() }))
vi.mock('next/navigation', () => ({ usePathname: () => '/images/x', useSearchParams: () => search.current }))
beforeEach(() => {
  search.current = new URLSearchParams()
})

const digest = `sha256:${'ab'.repeat(32)}`
const attestation: AttestationDto = {
  state: 'verified',
  format: 'sigstore-bundle',
  store: 'referrers',
  digest: `sha256:${'cd'.repeat(32)}`,
  subject: digest,
  inherited: false,
  signer: { kind: 'key', fingerprint: 'ef', name: 'release key' },
  signedAt: null,
  annotations: {},
  checks: [],
  command: null,
  predicateType: 'https://example.org/x',
  statementSubjects: [],
  summary: null,
}
const context: ViewContext = { attestation, repository: 'registry.example/birds', digest, sbomDigest: null }

function draw(view: PredicateView): ReactElement {
  switch (view.kind) {
    case 'provenance':
      return <ProvenanceView view={view} context={context} />
    case 'vulnerabilities':
      return <VulnerabilityView view={view} />
    case 'vex':
      return <VexView view={view} context={context} />
    case 'verification-summary':
      return <VerificationSummaryView view={view} context={context} />
    case 'sbom':
      return <SbomView view={view} context={context} />
    case 'link':
      return <LinkView view={view} />
    case 'test-result':
      return <TestResultView view={view} />
    case 'release':
      return <ReleaseView view={view} />
    case 'attribute-report':
      return <AttributeReportView view={view} />
    case 'custom':
      return <CustomView view={view} />
    case 'unknown':
      return <UnknownView view={view} />
  }
}

const render = (type: string, predicate: unknown): string => renderToStaticMarkup(draw(parsePredicate(type, predicate)))
const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')

const token = `ghp_${'a1'.repeat(18)}`
const password = 'hunter2'

const samples: readonly (readonly [string, unknown])[] = [
  ['https://slsa.dev/provenance/v1', githubProvenance],
  ['https://cosign.sigstore.dev/attestation/vuln/v1', cosignScan(grypeReport)],
  ['https://openvex.dev/ns', others.openvex],
  ['https://cyclonedx.org/bom', { ...others.cyclonedxVex, components: [{}] }],
  ['https://slsa.dev/verification_summary/v1', others.verificationSummary],
  ['https://in-toto.io/Link/v1', others.link],
  ['https://in-toto.io/attestation/test-result/v0.1', others.testResult],
  ['https://in-toto.io/attestation/release/v0.1', others.release],
  ['https://in-toto.io/attestation/scai/v0.3', others.attributeReport],
  ['https://cosign.sigstore.dev/attestation/v1', others.custom],
  ['https://example.org/x', { a: 'b' }],
]

/** The same predicate with every text in it replaced. */
function replaceTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text
  if (Array.isArray(value)) return value.map((one) => replaceTexts(one, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceTexts(one, text)]))
}

describe.each(samples)('the view of %s', (type, sample) => {
  it.each(['<img src=x onerror=alert(1)>', '"><svg/onload=alert(1)>', '{{7*7}}', '[x](javascript:alert(1))'])(
    'V-01 V-02 shows %s as text',
    (text) => {
      const html = render(type, replaceTexts(sample, text))
      expect(html).not.toMatch(/<(img|script|iframe)\b|<svg\//)
      expect(textOf(html)).toContain(text)
    },
  )

  it.each([
    'javascript:alert(1)',
    ' jAvAsCript\t:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '//evil.example/x',
    '\u0001javascript:alert(1)',
    'https://x" onmouseover="alert(1)',
    'blob:https://x/1',
    'https://github.com/acme/birds/../../evil/x',
  ])('V-03 V-04 makes no link of %j', (text) => {
    const html = render(type, replaceTexts(sample, text))
    const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(
      links.filter((href) => !href.startsWith('/images/x') && href !== 'https://slsa.dev/spec/v1.0/levels'),
    ).toEqual([])
  })

  it('V-05 a link to another site tells it nothing and gets no hold of this page', () => {
    const html = render(type, replaceTexts(sample, 'https://example.com/a'))
    for (const [link] of html.matchAll(/<a [^>]*href="https[^>]*>/g)) {
      expect(link).toMatch(/rel="[^"]*noreferrer[^"]*noopener[^"]*nofollow/)
    }
  })

  it('V-06 spells out what changes the reading order', () => {
    const html = render(type, replaceTexts(sample, 'evil\u202etxt.exe'))
    expect(html).toContain('⟨U+202E⟩')
    expect(html).not.toContain('\u202e')
  })

  it('V-14 masks what looks like a credential, whatever says it, and leads nowhere by it', () => {
    for (const text of [
      token,
      `x ${token}`,
      `https://joe:${password}@host.example/x`,
      `https://host.example/${token}`,
    ]) {
      const html = render(type, replaceTexts(sample, text))
      expect(html).not.toContain(token)
      expect(html).not.toContain(password)
      expect(textOf(html)).toContain('••••••••')
    }
  })

  it('says “not stated” or “cannot be read” instead of failing', () => {
    for (const odd of [{}, [], null, 'text', 5]) expect(textOf(render(type, odd))).not.toBe('')
    for (const odd of [5, [1, 2], 'text', { x: 1 }]) {
      const members = Object.fromEntries(Object.keys(sample as object).map((name) => [name, odd]))
      expect(textOf(render(type, members))).not.toBe('')
    }
  })
})

it('V-14 masks credentials in the names of places, and of subjects', () => {
  expect(render('https://example.org/x', { [token]: { [token]: 'a' } })).not.toContain(token)
  const subjects = [{ name: token, digest: `sha256:${token}` }]
  const html = renderToStaticMarkup(<StatementSubjects subjects={subjects} digest={digest} indexDigest={null} />)
  expect(html).not.toContain(token)
})

describe('provenance', () => {
  it('links source and commit at a known forge, and says which level follows', () => {
    const html = render('https://slsa.dev/provenance/v1', githubProvenance)
    expect(html).toContain('href="https://github.com/acme/birds/commit/ffa765f77126d7705b81e65fd1ccdcd606ede2f1"')
    expect(html).toMatch(/data-level="1" data-concluded="true"/)
    expect(html).toMatch(/data-level="2" data-concluded="false"/)
    expect(html).toMatch(/data-level="3" data-concluded="false"/)
  })
})

describe('VEX', () => {
  it('says of each product whether it is this image', () => {
    const products = [`pkg:oci/a@sha256%3A${'ab'.repeat(32)}`, `pkg:oci/a@sha256%3A${'11'.repeat(32)}`, 'pkg:oci/a']
    const text = textOf(
      render('https://openvex.dev/ns', { statements: [{ vulnerability: 'CVE-1', status: 'fixed', products }] }),
    )
    for (const word of ['this image', 'something else', 'names no digest']) expect(text).toContain(word)
  })

  it('the status in the address narrows the statements', () => {
    search.current = new URLSearchParams('status=affected')
    const text = textOf(render('https://openvex.dev/ns', others.openvex))
    expect(text).toContain('CVE-2026-0001')
    expect(text).not.toContain('CVE-2024-3094')
  })
})

describe('vulnerabilities', () => {
  it('are narrowed by severity, by whether a fix is stated, and by text', () => {
    const shown = (query: string) => {
      search.current = new URLSearchParams(query)
      const html = render('https://cosign.sigstore.dev/attestation/vuln/v1', cosignScan(grypeReport))
      return [...html.matchAll(/data-finding="([^"]*)"/g)].map((match) => match[1])
    }
    expect(shown('')).toEqual(['CVE-2024-3094', 'CVE-2011-3374'])
    expect(shown('severity=negligible')).toEqual(['CVE-2011-3374'])
    expect(shown('fix=yes')).toEqual(['CVE-2024-3094'])
    expect(shown('q=APT')).toEqual(['CVE-2011-3374'])
    expect(shown('severity=constructor')).toHaveLength(2)
  })

  it('none is not the same as a report that cannot be read', () => {
    const type = 'https://cosign.sigstore.dev/attestation/vuln/v1'
    expect(textOf(render(type, cosignScan({ matches: [] })))).toContain('reports no vulnerability')
    const unread = textOf(render(type, cosignScan({ verdict: 'fine' })))
    expect(unread).not.toContain('reports no vulnerability')
    expect(unread).toContain('cannot read')
  })
})

it('A-23 a verification summary that failed is shown as failed', () => {
  const html = render('https://slsa.dev/verification_summary/v1', others.verificationSummaryFirst)
  expect(html).toContain('data-outcome="failed"')
  expect(textOf(render('https://slsa.dev/verification_summary/v1', { verificationResult: 'OK' }))).toContain(
    'nothing follows',
  )
})

it('a test result that passed and lists failures says so', () => {
  const view = { result: 'PASSED', failedTests: ['a', 'b'] }
  expect(textOf(render('https://in-toto.io/attestation/test-result/v0.1', view))).toContain('2 tests that failed')
})

describe('statement subjects', () => {
  const subjects = [
    { name: '<b>other</b>', digest: `sha256:${'11'.repeat(32)}` },
    { name: 'birds', digest },
    { name: 'index', digest: `sha256:${'22'.repeat(32)}` },
  ]
  const show = (indexDigest: string | null) =>
    renderToStaticMarkup(<StatementSubjects subjects={subjects} digest={digest} indexDigest={indexDigest} />)

  it('A-18 tells this image from others by the digest alone, and shows them all', () => {
    const html = show(null)
    expect([...html.matchAll(/data-subject="([^"]*)"/g)].map((match) => match[1])).toEqual(['this', 'other', 'other'])
    expect(textOf(html)).toContain('<b>other</b>')
    expect(textOf(html)).toContain('Only this image’s own digest counts here')
  })

  it('knows the index that holds the image', () => {
    expect(show(`sha256:${'22'.repeat(32)}`)).toContain('data-subject="index"')
  })

  it('says so when none of them is this image', () => {
    const html = renderToStaticMarkup(
      <StatementSubjects subjects={subjects.slice(0, 1)} digest={digest} indexDigest={null} />,
    )
    expect(textOf(html)).toContain('None of them is this image')
  })
})

it('A-24 what nobody trusted signed proves nothing, and says so', () => {
  const note = (changes: Partial<AttestationDto>) =>
    textOf(
      renderToStaticMarkup(<LimitsNote attestation={{ ...attestation, ...changes }} limits={toClaimLimits('vex')} />),
    )
  expect(note({})).toContain('release key, whom you trust, vouches for')
  expect(note({ state: 'untrusted', signer: null })).toContain('Nothing to you yet')
  expect(note({ state: 'unsigned', signer: null })).toContain('nobody signed it')
  expect(note({ inherited: true })).toContain('index')
})

import { describe, expect, it } from 'vitest'
import { parseCyclonedxVex } from './cyclonedx-vex.ts'
import { parseOpenvex } from './parse-openvex.ts'
import { parseCyclonedx } from './parse-sbom-facts.ts'
import { cyclonedxVex, openvex, openvexFirst } from './samples/other-predicates.ts'

describe('VEX', () => {
  it('A-16 names author, time and each statement of OpenVEX, with the version that it states', () => {
    const view = parseOpenvex(openvex)
    expect(view).toMatchObject({
      format: 'OpenVEX',
      specVersion: 'v0.2.0',
      author: 'Birds security team',
      role: 'vendor',
      version: '2',
      counts: [
        { status: 'affected', count: 1 },
        { status: 'not_affected', count: 1 },
      ],
    })
    expect(view.statements.items[0]).toMatchObject({
      vulnerability: 'CVE-2024-3094',
      aliases: ['XZ'],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      impact: 'The library is an older one.',
      link: 'https://nvd.nist.gov/vuln/detail/CVE-2024-3094',
      products: {
        items: [
          {
            id: 'pkg:oci/birds@sha256%3Aaa?repository_url=registry.example/birds',
            digests: ['sha-256:ab'],
            parts: { items: ['pkg:deb/debian/liblzma5@5.4.1-1'] },
          },
        ],
      },
    })
  })

  it('reads the first version of OpenVEX, whose vulnerabilities and products are text', () => {
    expect(parseOpenvex(openvexFirst).statements.items).toMatchObject([
      {
        vulnerability: 'CVE-2023-12345',
        status: 'fixed',
        products: { items: [{ id: 'pkg:apk/wolfi/git@2.39.0-r1' }] },
      },
    ])
  })

  it('tells what CycloneDX’s states come to, and keeps its own words', () => {
    const view = parseCyclonedxVex(cyclonedxVex)
    expect(view.statements.items).toMatchObject([
      {
        vulnerability: 'CVE-2024-3094',
        status: 'not_affected',
        statedStatus: 'not_affected',
        action: 'will_not_fix, update',
        impact: 'It is never called.',
        products: {
          items: [{ id: 'pkg:oci/birds', digests: ['sha256:ab'], parts: { items: ['urn:cdx:3e671687/1#liblzma5'] } }],
        },
      },
      { status: 'under_investigation', statedStatus: 'in_triage' },
      { status: null, statedStatus: null },
    ])
    expect(view.counts).toContainEqual({ status: null, count: 1 })
  })

  it('takes a CycloneDX document for VEX when it lists no component, and for both when it does', () => {
    expect(parseCyclonedx(cyclonedxVex).kind).toBe('vex')
    const both = parseCyclonedx({ ...cyclonedxVex, components: [{ name: 'liblzma5' }] })
    expect(both).toMatchObject({ kind: 'sbom', packages: 1, vex: { statements: { total: 3 } } })
    expect(parseCyclonedx({ components: [] })).toMatchObject({ kind: 'sbom', vex: null })
  })

  it('knows no status that is only similar', () => {
    const statements = ['Not_affected', 'not affected', '', 1, null].map((status) => ({
      vulnerability: 'CVE-1',
      status,
    }))
    expect(parseOpenvex({ statements }).counts).toEqual([{ status: null, count: 5 }])
  })

  it('bounds statements and products, and says how many there are', () => {
    const products = Array.from({ length: 1000 }, (_, index) => `pkg:oci/${index}`)
    const statements = Array.from({ length: 3000 }, () => ({ vulnerability: 'CVE-1', status: 'fixed', products }))
    const view = parseOpenvex({ statements })
    expect(view.statements.items).toHaveLength(1000)
    expect(view.statements.total).toBe(3000)
    expect(view.counts).toEqual([{ status: 'fixed', count: 3000 }])
    expect(view.statements.items[0]?.products).toMatchObject({ total: 1000, items: { length: 50 } })
  })
})

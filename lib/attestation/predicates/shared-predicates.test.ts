import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attestationViewSchema } from '#lib/api/contract/predicate-views.ts'
import { parseStatement } from '../statement.ts'
import { viewStatement } from '../view-statement.ts'

const shared = resolve(import.meta.dirname, '../../../../shared')
const roots = [
  'fixtures/key-based/layouts/attest',
  'fixtures/keyless-private/layouts',
  'vectors/conformance/bundle-verify',
]
const maxBytes = 3_000_000

const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^https:\/\/spdx\.dev\/Document/, 'sbom'],
  [/^https:\/\/cyclonedx\.org\/bom/, 'sbom'],
  [/^https:\/\/slsa\.dev\/provenance\/v(?:1|0\.2)$/, 'provenance'],
  [/^https:\/\/cosign\.sigstore\.dev\/attestation\/vuln\/v1$/, 'vulnerabilities'],
  [/^https:\/\/openvex\.dev\/ns/, 'vex'],
  [/^https:\/\/slsa\.dev\/verification_summary\/v1$/, 'verification-summary'],
  [/^https:\/\/in-toto\.io\/Link\/v1$/, 'link'],
  [/^https:\/\/cosign\.sigstore\.dev\/attestation\/v1$/, 'custom'],
]

function* listFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* listFiles(path)
    else if (statSync(path).size <= maxBytes) yield path
  }
}

/** The statements that real tools wrote: in envelopes, bundles and alone. */
function* listStatements() {
  for (const root of roots) {
    for (const path of listFiles(join(shared, root))) {
      const payload = readPayload(readFileSync(path, 'utf8'))
      if (payload === null) continue
      try {
        yield { path, statement: parseStatement(payload) }
      } catch {
        // Cases whose statement is broken on purpose.
      }
    }
  }
}

function readPayload(text: string): Uint8Array | null {
  try {
    const value = JSON.parse(text) as { dsseEnvelope?: { payload?: unknown }; payload?: unknown; payloadType?: unknown }
    const payload = value.dsseEnvelope?.payload ?? (value.payloadType === undefined ? undefined : value.payload)
    return typeof payload === 'string' ? Buffer.from(payload, 'base64') : null
  } catch {
    return null
  }
}

describe.skipIf(!existsSync(shared))('statements that real tools wrote', () => {
  it('each give a view of their kind, as the contract says, with nothing that cannot be read', () => {
    const seen = new Set<string>()
    for (const { path, statement } of listStatements()) {
      const view = viewStatement(statement)
      const expected = kinds.find(([pattern]) => pattern.test(statement.predicateType))?.[1] ?? 'unknown'
      expect(view.predicate.kind, path).toBe(expected)
      expect(attestationViewSchema.safeParse(view).error, path).toBeUndefined()
      expect(JSON.stringify(view), path).not.toContain('"unreadable":"')
      seen.add(view.predicate.kind)
    }
    expect([...seen].toSorted()).toEqual([...new Set(kinds.map(([, kind]) => kind)), 'unknown'].toSorted())
  })

  it('provenance names its builder, and its source with a commit', () => {
    let count = 0
    for (const { path, statement } of listStatements()) {
      const { predicate } = viewStatement(statement)
      if (predicate.kind !== 'provenance') continue
      expect(typeof predicate.builder, path).toBe('string')
      // Some were made for their signatures alone, and state no source.
      if (predicate.dependencies.total === 0) continue
      count += 1
      expect(predicate.sources[0]?.repository, path).toMatch(/^https:\/\//)
      expect(predicate.sources[0]?.commit, path).toMatch(/^[0-9a-f]{40}$/)
    }
    expect(count).toBeGreaterThan(5)
  })
})

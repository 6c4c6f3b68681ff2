import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { discoverEvidence } from '#lib/inspection/discovery/discover-evidence.ts'
import { resolveSubject, toIndexSubject } from '#lib/inspection/discovery/resolve-subject.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'
import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference, type RegistryHost } from '#lib/oci/reference.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { evaluateState } from '#lib/trust/evaluate-verdict.ts'
import { examineDiscovery } from '#lib/trust/examine-discovery.ts'

const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/key-based')

type Item = { state: string; acceptStates?: string[]; format: string; predicateType?: string }
type Case = {
  id: string
  repository: string
  reference: string
  platform: string | null
  rules: { keys?: string[]; certificates?: string[] }
  requireTransparencyLog: boolean
  expect: { state: string; acceptStates?: string[]; inherited?: string; signatures?: Item[]; attestations?: Item[] }
}

const cases: Case[] = existsSync(fixtures) ? JSON.parse(readFileSync(resolve(fixtures, 'cases.json'), 'utf8')) : []
const host = 'fixtures.layout' as RegistryHost

async function judge({ repository, reference, platform, rules, requireTransparencyLog }: Case) {
  const source = createLayoutSource({ host, path: resolve(fixtures, 'layouts') })
  const readAll = (files: readonly string[] = []) =>
    files.map((file) => ({ pem: readFileSync(resolve(fixtures, file), 'utf8') }))
  const given = { keys: readAll(rules.keys), certificates: readAll(rules.certificates), requireTransparencyLog }
  const trust = toRequestTrust(given, new Date())
  const separator = reference.startsWith('sha256:') ? '@' : ':'
  const parsed = parseReference(`${host}/${repository}${separator}${reference}`)
  const subject = await resolveSubject(source, parsed, platform === null ? null : parsePlatform(platform))
  const find = async (about: typeof subject, inherited: boolean) => {
    const discovery = await discoverEvidence(source, about)
    const context = {
      subject: about.digest,
      subjectBytes: about.bytes,
      subjectMediaType: about.mediaType,
      inherited,
      repository: `${host}/${repository}`,
      trust,
    }
    return { answers: discovery.answers, examined: examineDiscovery(discovery, context) }
  }
  const own = await find(subject, false)
  const index = toIndexSubject(subject)
  return { own, index: index === null ? null : await find(index, true) }
}

const accepts = (item: { state: string; acceptStates?: string[] }, state: string) =>
  (item.acceptStates ?? [item.state]).includes(state)

describe.skipIf(cases.length === 0)('reference cases signed by real tools', () => {
  for (const one of cases) {
    it(`${one.id}: ${one.expect.state}`, async () => {
      const outcome = await judge(one).catch((error: unknown) => {
        if (isAppError(error)) return error.code === 'IMAGE_NOT_FOUND' ? 'not-found' : error.code
        throw error
      })
      if (typeof outcome === 'string') {
        expect(one.expect.acceptStates).toContain(outcome)
        return
      }
      const state = evaluateState(outcome.own)
      expect(one.expect.acceptStates ?? [one.expect.state]).toContain(state)
      if (one.expect.inherited !== undefined && outcome.index !== null) {
        expect(evaluateState(outcome.index)).toBe(one.expect.inherited)
      }
      const { signatures, attestations } = outcome.own.examined
      const toTexts = (items: readonly { state: string; format: string }[]) =>
        items.map(({ state, format }) => `${state} ${format.replace(/^notation-.*/, 'notation')}`).sort()
      if (
        one.expect.acceptStates === undefined &&
        !(one.expect.signatures ?? []).some(({ acceptStates }) => acceptStates)
      ) {
        expect(toTexts(signatures)).toEqual(toTexts(one.expect.signatures ?? []))
      }
      const expected = one.expect.attestations ?? []
      expect(attestations.map(({ predicateType }) => predicateType).sort()).toEqual(
        expected.map(({ predicateType }) => predicateType ?? null).sort(),
      )
      if (expected.length === 1 && expected[0] !== undefined) {
        expect(accepts(expected[0], attestations[0]?.state ?? '')).toBe(true)
      } else {
        expect(toTexts(attestations)).toEqual(toTexts(expected))
      }
    })
  }
})

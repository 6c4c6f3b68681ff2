import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { discoverEvidence } from '#lib/inspection/discovery/discover-evidence.ts'
import { resolveSubject } from '#lib/inspection/discovery/resolve-subject.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'
import { parseReference, type RegistryHost } from '#lib/oci/reference.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { evaluateState } from '#lib/trust/evaluate-verdict.ts'
import { examineDiscovery } from '#lib/trust/examine-discovery.ts'

const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/keyless-private')
type Expected = { state: string; format: string; store: string; predicateType?: string }
type Case = {
  id: string
  repository: string
  reference: string
  rules: { keys: string[]; identities: { issuer: string; subject: string }[] }
  trustedRoot: string
  requireTransparencyLog: boolean
  expect: { state: string; acceptStates?: string[]; signatures: Expected[]; attestations: Expected[] }
}
const cases: Case[] = existsSync(fixtures) ? JSON.parse(readFileSync(resolve(fixtures, 'cases.json'), 'utf8')) : []
const host = 'harbour.layout' as RegistryHost

async function judge({ repository, reference, rules, trustedRoot, requireTransparencyLog }: Case) {
  const source = createLayoutSource({ host, path: resolve(fixtures, 'layouts') })
  const separator = reference.startsWith('sha256:') ? '@' : ':'
  const subject = await resolveSubject(source, parseReference(`${host}/${repository}${separator}${reference}`), null)
  const discovery = await discoverEvidence(source, subject)
  const trust = toRequestTrust(
    {
      keys: rules.keys.map((file) => ({ pem: readFileSync(resolve(fixtures, file), 'utf8') })),
      identities: rules.identities,
      trustedRoot: JSON.parse(readFileSync(resolve(fixtures, trustedRoot), 'utf8')),
      requireTransparencyLog,
    },
    new Date(),
  )
  const examined = examineDiscovery(discovery, {
    subject: subject.digest,
    subjectBytes: subject.bytes,
    inherited: false,
    repository: `${host}/${repository}`,
    trust,
  })
  return { state: evaluateState({ examined, answers: discovery.answers }), ...examined }
}

const toLine = ({ state, format, store, predicateType }: { [Key in keyof Expected]: unknown }) =>
  [state, format, store, predicateType].join(' ')

describe.skipIf(cases.length === 0)('images signed by identity at a private instance', () => {
  it.each(cases.map((one) => [one.id, one.expect.state, one] as const))('C T P %s: %s', async (_, state, one) => {
    const verdict = await judge(one)
    const accepted = one.expect.acceptStates ?? [state]
    expect(accepted).toContain(verdict.state)
    if (verdict.state !== state) return
    expect(verdict.signatures.map(toLine).sort()).toEqual(one.expect.signatures.map(toLine).sort())
    expect(verdict.attestations.map(toLine).sort()).toEqual(one.expect.attestations.map(toLine).sort())
  })
})

import { describe, expect, it } from 'vitest'
import { createRuleSchema } from './trust.ts'
import { verifyRequestSchema } from './verdict.ts'

const sound = { issuer: 'https://token.example.com', subject: 'dev@example.com' }
const verify = (identity: object) =>
  verifyRequestSchema.safeParse({ reference: 'example.com/app:v1', identities: [identity] }).success
const rule = (identity: object) =>
  createRuleSchema.safeParse({ repositories: ['**'], signer: { kind: 'identity', ...identity } }).success

describe.each([
  ['POST /verify', verify],
  ['a rule', rule],
])('P-02 in %s', (_, accepts) => {
  it.each(['', ' ', '\t\n', '\u00a0', '*', '**', ' * '])('%j is neither an issuer nor a subject', (text) => {
    expect(accepts(sound)).toBe(true)
    expect(accepts({ ...sound, issuer: text })).toBe(false)
    expect(accepts({ ...sound, subject: text })).toBe(false)
    expect(accepts({ issuer: sound.issuer, subjectPattern: text })).toBe(false)
  })
})

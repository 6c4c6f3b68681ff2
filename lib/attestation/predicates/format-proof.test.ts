import { expect, it } from 'vitest'
import { formatProof } from './format-proof.ts'

it.each([
  ['verified', 'release key', 'release key, whom you trust, vouches for this list.'],
  ['verified', null, 'Somebody, whom you trust, vouches for this list.'],
  ['untrusted', 'ada', 'Nothing to you yet: ada signed it, whom no rule of yours trusts here.'],
  ['untrusted', null, 'Nothing to you yet: no key or identity that you trust signed it, and a foreign'],
  ['invalid', 'ada', 'Nothing: the signature or the statement is broken.'],
  ['unsigned', null, 'Nothing: nobody signed it, so anybody who can push could have written it.'],
  ['undetermined', 'ada', 'Nothing as long as it cannot be checked.'],
] as const)('what is %s by %s proves: %s', (state, signer, sentence) => {
  expect(formatProof('this list', state, signer).startsWith(sentence)).toBe(true)
})

import { defineConfig } from 'vitest/config'

const folders = process.env.TOUCHSTONE_MUTATE ?? 'lib/{sigstore,attestation,notation,trust,trust-root}'

// What judges evidence, and the tests that say how. Those that go through whole corpora or change bytes one after the other
// would take seconds for each mutant; what is left needs nothing from outside the repository.
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'threads',
    include: [
      `${folders}/**/*.test.ts`,
      'lib/sigstore/**/*-attacks.test.ts',
      'lib/trust/{*-attacks,examine-*,own-authority}.test.ts',
    ],
    exclude: [
      '**/{bit-flips,wycheproof,conformance,log-vectors,examine-identity}.test.ts',
      '**/predicates/*{corpora,real}*.test.ts',
    ],
    // Code that counts what is run is slower than any limit.
    testNamePattern:
      /^(?!.*(is fast|takes time|any byte|any one byte|no byte|every path|in no time|hostile size|so many keys)).*$/,
    testTimeout: 30_000,
  },
})

import { defineConfig } from 'vitest/config'

// What judges evidence, and the tests that say how. Those that change bytes at random would take minutes for each mutant.
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'threads',
    include: [
      'lib/{sigstore,attestation,notation,trust,trust-root}/**/*.test.ts',
      'lib/inspection/keyless-cases.test.ts',
    ],
    exclude: ['**/bit-flips.test.ts', '**/wycheproof.test.ts'],
    // Code that counts what is run is slower than any limit, and changing each byte takes seconds.
    testNamePattern: /^(?!.*(is fast|takes time|any byte|no byte|every path)).*$/,
    testTimeout: 30_000,
  },
})

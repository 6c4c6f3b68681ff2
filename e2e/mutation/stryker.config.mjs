// npm run test:mutation: changes the code that judges evidence, one place at a time, and asks whether a test notices.
// TOUCHSTONE_MUTATE=lib/sigstore/log npm run test:mutation does it in one folder.
const folders = process.env.TOUCHSTONE_MUTATE ?? 'lib/{sigstore,attestation,notation,trust,trust-root}'

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', new URL('ignore-messages.mjs', import.meta.url).pathname],
  ignorers: ['messages'],
  vitest: { configFile: 'e2e/mutation/vitest.config.ts', related: false },
  mutate: [`${folders}/**/*.ts`, `!${folders}/**/*.test.ts`, '!lib/attestation/predicates/samples/**'],
  ignorePatterns: ['app', 'components', 'data', 'docs', 'public', '.next*', '.bench', '.screens', 'test-results'],
  // Its rewriting needs an older TypeScript, and Node runs the sources as they are.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  tempDirName: '.tools/mutation',
  coverageAnalysis: 'perTest',
  // Tables of names and numbers at the top of files: each of them would take a run of every test.
  ignoreStatic: true,
  timeoutMS: 10_000,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  jsonReporter: { fileName: '.tools/mutation-report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  thresholds: { high: 95, low: 90, break: 90 },
}

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const node = { environment: 'node', pool: 'threads' } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['{app,components,lib}/**/*.test.{ts,tsx}', 'lib/setup/*.test.mjs'],
          testTimeout: 30_000,
          // By itself vitest leaves a processor idle; with one more there is work while a test waits.
          maxWorkers: availableParallelism() + 1,
        },
      },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['e2e/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 900_000,
        },
      },
      {
        test: {
          ...node,
          name: 'interop',
          include: ['e2e/interop/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
})

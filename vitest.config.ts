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
          // A third of the time went into loading the same modules for every file anew. Processes: native modules do not
          // survive that their thread is used again.
          pool: 'forks',
          isolate: false,
          include: ['lib/**/*.test.ts', 'lib/setup/*.test.mjs'],
          testTimeout: 30_000,
          // By itself vitest leaves a processor idle; with one more there is work while a test waits.
          maxWorkers: availableParallelism() + 1,
        },
      },
      {
        test: {
          ...node,
          name: 'screens',
          // Alone each: some stand in for modules that others need as they are.
          include: ['{app,components}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
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

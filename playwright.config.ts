import { defineConfig } from '@playwright/test'
import { findProgram } from './e2e/find-program.ts'

/** Debian's Chromium, or the one that is named; without any the journeys are skipped, and say so. */
const executablePath = findProgram('chromium', 'TOUCHSTONE_CHROMIUM') ?? undefined

export default defineConfig({
  testDir: 'e2e/journeys',
  testMatch: '**/*.journey.ts',
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  forbidOnly: process.env.CI !== undefined,
  globalSetup: './e2e/journeys/global-setup.ts',
  use: {
    browserName: 'chromium',
    launchOptions: { args: ['--no-sandbox'], ...(executablePath === undefined ? {} : { executablePath }) },
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  },
})

import { expect, it } from 'vitest'
import { formatLimit } from './limit.ts'

it.each([
  ['maxSbomBytes', 134_217_728, '128 MiB'],
  ['maxSbomBytes', 134_217_729, '134,217,729 bytes'],
  ['maxTokenBytes', 262_144, '256 KiB'],
  ['workerOldGenerationMb', 16_384, '16 GiB'],
  ['workerOldGenerationMb', 2800, '2,800 MiB'],
  ['inspectionTimeoutMs', 60_000, '60 s'],
  ['connectTimeoutMs', 250, '250 ms'],
  ['maxRetryWaitMs', 0, '0 s'],
  ['maxReferrers', 1000, '1,000'],
])('formatLimit shows %s %i as %s', (name, value, shown) => {
  expect(formatLimit(name, value)).toBe(shown)
})

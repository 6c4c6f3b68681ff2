import { afterEach, describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { type ConfigurableLimit, configurableLimits, configuredLimitsSchema, toLimits } from './configurable-limits.ts'
import { defaultLimits, limits, setLimits } from './limits.ts'
import { parseConfigFile } from './parse-config-file.ts'

const names = Object.keys(configurableLimits) as ConfigurableLimit[]

function refusalOf(yaml: string): string {
  try {
    parseConfigFile(yaml, 'touchstone.yaml')
  } catch (error) {
    if (isAppError(error, 'CONFIG_INVALID')) return error.message
    throw error
  }
  return 'taken'
}

describe('limits in the configuration file', () => {
  it.each(names)('%s has its default within its range, and takes it', (name) => {
    const { least, most } = configurableLimits[name]
    expect(defaultLimits[name]).toBeGreaterThanOrEqual(least)
    expect(defaultLimits[name]).toBeLessThanOrEqual(most)
    expect(refusalOf(`limits:\n  ${name}: ${defaultLimits[name]}\n`)).toBe('taken')
  })

  it.each(names)('%s refuses what is beyond its range, and names line, key and range', (name) => {
    const { least, most } = configurableLimits[name]
    for (const value of [least - 1, most + 1, least + 0.5, '"64 MiB"', 'null', '.nan', '.inf']) {
      expect(refusalOf(`access: local\nlimits:\n  ${name}: ${value}\n`)).toBe(
        `touchstone.yaml, line 3: limits.${name}: must be a whole number from ${least} to ${most}.`,
      )
    }
  })

  it.each(['maxReferers', 'maxJsonDepth', '__proto__', 'constructor'])('has no setting %s', (name) => {
    expect(refusalOf(`limits:\n  ${name}: 5\n`)).toContain('line 2: limits.')
  })

  it('refuses a limit that is smaller than what it has to hold, at the line that changed it', () => {
    expect(refusalOf('limits:\n  maxReferrers: 5\n  maxSbomBytes: 268435456\n')).toContain(
      'line 3: limits.maxSbomBytes: maxEnvelopeBytes must be at least 357913942 while maxSbomBytes is 268435456',
    )
    expect(refusalOf('limits: { storesTimeoutMs: 10000, inspectionTimeoutMs: 5000 }\n')).toContain(
      'inspectionTimeoutMs must be at least 10000',
    )
    const larger = { maxSbomBytes: 2 ** 28, maxEnvelopeBytes: 384 * 2 ** 20, maxInspectionBytes: 2 ** 30 }
    const memory = { maxParsedBytes: 2 ** 31, workerOldGenerationMb: 4096 }
    expect(configuredLimitsSchema.safeParse(larger).success).toBe(false)
    expect(configuredLimitsSchema.safeParse({ ...larger, ...memory }).success).toBe(true)
  })
})

describe('setLimits', () => {
  afterEach(() => setLimits(defaultLimits))

  it('changes what the process reads, and leaves the defaults', () => {
    setLimits(toLimits({ maxReferrers: 7 }))
    expect([limits.maxReferrers, limits.maxLayers]).toEqual([7, defaultLimits.maxLayers])
    expect(defaultLimits.maxReferrers).toBe(1000)
  })
})

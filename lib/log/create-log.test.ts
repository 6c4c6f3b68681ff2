import { describe, expect, test } from 'vitest'
import type { LogLevel } from '#lib/config/load-config.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { createLog, toSafeText } from './create-log.ts'

function written(logLevel: LogLevel, write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = ''
  write(createLog({ logLevel }, { write: (line) => (lines += line) }))
  return lines
}

const privateKey = '-----BEGIN EC PRIVATE KEY-----\nhunter2\n-----END EC PRIVATE KEY-----'

describe('the log', () => {
  test('is one JSON object a line with level, time and message', () => {
    const line = JSON.parse(written('info', (log) => log.info({ path: '/x' }, 'answered')))
    expect(line).toMatchObject({ level: 'info', name: 'touchstone', msg: 'answered', path: '/x' })
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  test('keeps to its level', () => {
    expect(written('warn', (log) => log.info('quiet'))).toBe('')
  })

  test.each(['password', 'token', 'credentials', 'clientKeyPem', 'databaseUrl', 'authorization', 'pem'])(
    'W-11 never has the member %s',
    (name) => {
      const lines = written('info', (log) => {
        log.info({ [name]: 'hunter2' }, 'a')
        log.info({ registry: { [name]: 'hunter2' } }, 'b')
      })
      expect(lines).not.toContain('hunter2')
    },
  )

  test('tells of an error’s code, context and causes, without what looks like a secret', () => {
    const cause = new Error(
      `GET https://user:hunter2@a.example/?token=hunter2 with Bearer hunter2hunter2: ${privateKey}`,
    )
    const error = new AppError('REGISTRY_PROTOCOL', 'odd answer', { cause, context: { host: 'a.example' } })
    const lines = written('info', (log) => log.error({ err: error }, 'failed'))
    expect(lines).not.toContain('hunter2')
    expect(JSON.parse(lines).err).toMatchObject({
      code: 'REGISTRY_PROTOCOL',
      context: { host: 'a.example' },
      cause: { message: expect.stringContaining('a.example') },
    })
  })

  test('takes errors that are none', () => {
    expect(JSON.parse(written('info', (log) => log.error({ err: 'text' }, 'failed'))).err.message).toBe('text')
  })

  test('cuts an unfinished private key', () => {
    expect(toSafeText('a -----BEGIN PRIVATE KEY-----\nhunter2')).toBe('a [private key]')
  })
})

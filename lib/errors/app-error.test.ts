import { describe, expect, it, vi } from 'vitest'
import { AppError, isAppError } from './app-error.ts'

describe('isAppError', () => {
  it('knows an error by its code', () => {
    const error = new AppError('REGISTRY_UNKNOWN', 'No such source.')
    expect(isAppError(error)).toBe(true)
    expect(isAppError(error, 'REGISTRY_UNKNOWN', 'REGISTRY_TLS')).toBe(true)
    expect(isAppError(error, 'REGISTRY_TLS')).toBe(false)
  })

  it('knows an error that another bundle of the same code made', async () => {
    vi.resetModules()
    const other = await import('./app-error.ts')
    expect(other.AppError).not.toBe(AppError)
    expect(isAppError(new other.AppError('REGISTRY_UNKNOWN', 'No such source.'))).toBe(true)
  })

  it.each([new Error('x'), { code: 'REGISTRY_UNKNOWN', name: 'AppError' }, null, 'REGISTRY_UNKNOWN'])(
    'takes %s for something else',
    (thrown) => {
      expect(isAppError(thrown)).toBe(false)
    },
  )
})

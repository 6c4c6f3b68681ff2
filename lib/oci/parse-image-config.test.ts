import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { parseImageConfig } from './parse-image-config.ts'

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('parseImageConfig', () => {
  it('reads what an image says of itself', () => {
    const config = parseImageConfig(
      encode({
        created: '2024-05-01T10:00:00.123456789+02:00',
        os: 'linux',
        architecture: 'arm64',
        variant: 'v8',
        config: {
          Cmd: ['sh'],
          Entrypoint: '/run',
          Env: ['A=1', 5],
          ExposedPorts: { '80/tcp': {} },
          Labels: { a: 'b', c: 1 },
        },
        history: [{ created_by: 'RUN x', empty_layer: true }, 'nonsense'],
      }),
    )
    expect(config).toMatchObject({
      createdAt: '2024-05-01T08:00:00.123Z',
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      cmd: ['sh'],
      entrypoint: ['/run'],
      env: ['A=1'],
      exposedPorts: ['80/tcp'],
      labels: { a: 'b' },
    })
    expect(config.history).toEqual([
      { createdAt: null, createdBy: 'RUN x', comment: null, emptyLayer: true },
      { createdAt: null, createdBy: null, comment: null, emptyLayer: false },
    ])
  })

  it("reads Go's zero time as not stated", () => {
    expect(parseImageConfig(encode({ created: '0001-01-01T00:00:00Z' })).createdAt).toBeNull()
  })

  it('refuses what is no JSON object', () => {
    for (const bytes of [encode([]), encode('x'), new TextEncoder().encode('{'), new Uint8Array([0xff])]) {
      expect(() => parseImageConfig(bytes)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }))
    }
  })

  it('never fails on an object, whatever its members are', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('created', 'config', 'history', 'os', 'architecture', 'author'), fc.jsonValue()),
        (value) => {
          try {
            parseImageConfig(encode(value))
            return true
          } catch (error) {
            return isAppError(error)
          }
        },
      ),
    )
  })
})

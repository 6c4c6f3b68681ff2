import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { formatReference, parseReference, parseRegistryHost, parseRepository } from './reference.ts'

const hex = 'a'.repeat(64)
const refused = expect.objectContaining({ code: 'REFERENCE_INVALID' })

describe('parseReference', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['bitnami/nginx', 'docker.io/bitnami/nginx:latest'],
    ['index.docker.io/library/nginx', 'docker.io/library/nginx:latest'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app:v1', 'localhost:5000/app:v1'],
    ['GHCR.io/o/app:V1', 'ghcr.io/o/app:V1'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    [`quay.io/o/app:v1@sha256:${hex}`, `quay.io/o/app:v1@sha256:${hex}`],
    [`quay.io/o/app@sha512:${hex}${hex}`, `quay.io/o/app@sha512:${hex}${hex}`],
    ['sample.layout/workshop/demo:v1', 'sample.layout/workshop/demo:v1'],
  ])('reads %s as %s', (text, normal) => {
    expect(formatReference(parseReference(text))).toBe(normal)
  })

  it.each([
    'quay.io/Org/app',
    'quay.io/../app',
    'quay.io/a//b',
    'quay.io/a%2fb',
    'quay.io/a b',
    ' quay.io/a',
    'quay.io/a\r\nX: y',
    'quay.io/a\0',
    'quay.io/аpp',
    `quay.io/a:${'t'.repeat(300)}`,
    'user:pw@quay.io/a',
    'quay.io/a?x=1',
    'quay.io/a#f',
    'quay.io/a:',
    'quay.io/a@',
    `quay.io/a@sha256:${'A'.repeat(64)}`,
    `quay.io/a@sha256:${'a'.repeat(63)}`,
    'quay.io/a@md5:d41d8cd98f00b204e9800998ecf8427e',
    `quay.io/a@sha256:${hex}@sha256:${hex}`,
    'quay.io:99999/a',
    'quay.io:0/a',
    'https://quay.io/a',
    'quay.io/a\\b',
    'localhost./a',
    'ⓛocalhost/a',
    '',
    'a'.repeat(2000),
  ])('D-01 M-06 refuses %j', (text) => {
    expect(() => parseReference(text)).toThrow(refused)
  })

  it('normalises to a form that reads as itself', () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,8})?$/)
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/)
    const host = fc.constantFrom('quay.io', 'localhost:5000', 'a.example.com:8443', '127.0.0.1:5000', '[::1]:5000')
    fc.assert(
      fc.property(
        fc.option(host),
        fc.array(component, { minLength: 1, maxLength: 4 }),
        fc.option(tag),
        (registry, parts, name) => {
          const text = `${registry === null ? '' : `${registry}/`}${parts.join('/')}${name === null ? '' : `:${name}`}`
          const once = formatReference(parseReference(text))
          return formatReference(parseReference(once)) === once
        },
      ),
    )
  })

  it('reads any text or refuses it with its own code', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
        try {
          const { registry, repository } = parseReference(text)
          return URL.canParse(`https://${registry}/v2/${repository}/`) && !/[^\x21-\x7e]/.test(registry + repository)
        } catch (error) {
          return isAppError(error, 'REFERENCE_INVALID')
        }
      }),
    )
  })

  it('L-12 reads 10^6 separators in no time', () => {
    const timeTaken = startThreadTime()
    for (const text of ['/', ':', '@', '.', '-', '[', 'a/'].map((part) => part.repeat(500))) {
      expect(() => parseReference(text)).toThrow(refused)
    }
    expect(timeTaken()).toBeLessThan(3000)
  })
})

describe('parseRepository and parseRegistryHost', () => {
  it('refuse a tag, a digest and a path', () => {
    expect(() => parseRepository('quay.io/a:v1')).toThrow(refused)
    expect(() => parseRepository(`quay.io/a@sha256:${hex}`)).toThrow(refused)
    expect(() => parseRegistryHost('quay.io/a')).toThrow(refused)
    expect(() => parseRegistryHost('user@quay.io')).toThrow(refused)
    expect(parseRepository('localhost:5000/a/b')).toEqual({ registry: 'localhost:5000', repository: 'a/b' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { matchCredentials, parseDockerConfig, selectDockerCredentials } from './docker-config.ts'

const auth = (username: string, password: string) => Buffer.from(`${username}:${password}`).toString('base64')
const text = (value: unknown) => JSON.stringify(value)
const code = (name: string) => expect.objectContaining({ code: name })
const basic = (username: string, password: string) => ({ kind: 'basic', username, password })

describe('parseDockerConfig', () => {
  it("reads docker login's and Podman's files", () => {
    const entries = parseDockerConfig(
      text({
        auths: {
          'https://index.docker.io/v1/': { auth: auth('me', 'dckr:pat') },
          'GHCR.io': { auth: auth('you', 'p') },
          'quay.io/org': { auth: auth('org+robot', 'r') },
          'x.azurecr.io': { auth: auth('00000000-0000-0000-0000-000000000000', ''), identitytoken: 'refresh' },
          'y.azurecr.io': { auth: auth('<token>', 'refresh2') },
          'k8s.example:5000': { username: 'a', password: 'b' },
          'empty.example': {},
        },
      }),
    )
    expect(entries).toEqual([
      { host: 'docker.io', path: null, credentials: basic('me', 'dckr:pat') },
      { host: 'ghcr.io', path: null, credentials: basic('you', 'p') },
      { host: 'quay.io', path: 'org', credentials: basic('org+robot', 'r') },
      { host: 'x.azurecr.io', path: null, credentials: { kind: 'identity-token', token: 'refresh' } },
      { host: 'y.azurecr.io', path: null, credentials: { kind: 'identity-token', token: 'refresh2' } },
      { host: 'k8s.example:5000', path: null, credentials: basic('a', 'b') },
    ])
  })

  it('says that a helper keeps the secrets', () => {
    expect(() => parseDockerConfig(text({ auths: { 'ghcr.io': {} }, credsStore: 'desktop' }))).toThrow(
      code('CREDENTIALS_HELPER'),
    )
    expect(() => parseDockerConfig(text({ credHelpers: { 'gcr.io': 'gcloud' } }))).toThrow(code('CREDENTIALS_HELPER'))
  })

  it('refuses what is no such file, without repeating any of it', () => {
    for (const bad of [
      '',
      'secret-text',
      '[]',
      '{}',
      '{"auths":{}}',
      '{"auths":{"a":{"auth":"%%%"}}}',
      '{"auths":{"a":{"auth":"bm9jb2xvbg=="}}}',
    ]) {
      expect(() => parseDockerConfig(bad)).toThrow(code('CREDENTIALS_INVALID'))
    }
    expect(() => parseDockerConfig('{"auths": secret-text')).toThrow(/^((?!secret-text).)*$/)
    expect(() => parseDockerConfig(' '.repeat(2_000_000))).toThrow(code('CREDENTIALS_INVALID'))
  })

  it('reads any JSON or refuses it with its own codes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('auths', 'credsStore', 'credHelpers'), fc.jsonValue()), (value) => {
        try {
          return parseDockerConfig(text(value)).length > 0
        } catch (error) {
          return isAppError(error, 'CREDENTIALS_INVALID', 'CREDENTIALS_HELPER')
        }
      }),
    )
  })
})

describe('selectDockerCredentials', () => {
  const config = text({
    auths: { 'https://index.docker.io/v1/': { auth: auth('me', 'p') }, 'quay.io/org': { auth: auth('r', 'p') } },
    credHelpers: { 'gcr.io': 'gcloud' },
  })

  it('takes the entry of the same host', () => {
    expect(selectDockerCredentials(config, 'docker.io')).toEqual(basic('me', 'p'))
    expect(selectDockerCredentials(config, 'quay.io')).toEqual(basic('r', 'p'))
  })

  it.each([
    'index.docker.io.evil.example',
    'docker.io:443',
    'docker.io.',
    'evil.example',
    'xquay.io',
    'quay.io.evil.example',
  ])('R-05 has none for %s', (host) => {
    expect(() => selectDockerCredentials(config, host)).toThrow(code('CREDENTIALS_INVALID'))
  })

  it('says that a helper has those of this host', () => {
    expect(() => selectDockerCredentials(config, 'gcr.io')).toThrow(code('CREDENTIALS_HELPER'))
  })
})

describe('matchCredentials', () => {
  const entries = parseDockerConfig(
    text({
      auths: {
        'reg.io': { auth: auth('host', 'p') },
        'reg.io/team': { auth: auth('team', 'p') },
        'reg.io/team/app': { auth: auth('app', 'p') },
      },
    }),
  )
  it.each([
    ['reg.io', 'team/app', 'app'],
    ['reg.io', 'team/app/sub', 'app'],
    ['reg.io', 'team/apple', 'team'],
    ['reg.io', 'teamX/app', 'host'],
    ['reg.io', 'team', 'team'],
    ['reg.io:443', 'team/app', null],
    ['evil.example', 'reg.io/team', null],
  ])('R-06 %s/%s gets those of %s', (host, repository, username) => {
    const found = matchCredentials(entries, host, repository)
    expect(found?.kind === 'basic' ? found.username : null).toBe(username)
  })
})

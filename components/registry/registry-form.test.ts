import { describe, expect, it } from 'vitest'
import type { RegistryDto } from '#lib/api/contract/registries.ts'
import { explainForm, toCreateRegistry, toHost, toRegistryForm, toUpdateRegistry } from './registry-form.ts'

const registry: RegistryDto = {
  id: '1',
  kind: 'registry',
  host: 'r.example.com',
  name: 'Releases',
  insecure: false,
  caPem: 'CA',
  hasCredentials: true,
  readOnly: false,
  repositories: [],
}

describe('registry form', () => {
  it('takes a host as people paste it', () => {
    expect(toHost(' https://Registry.Example.com:5000/v2/ ')).toBe('registry.example.com:5000')
  })

  it('sends only what was filled in', () => {
    expect(toCreateRegistry({ ...toRegistryForm(null, 'r.example.com'), password: 'left over' })).toEqual({
      kind: 'registry',
      host: 'r.example.com',
    })
  })

  it('leaves what was not touched as it is', () => {
    expect(toUpdateRegistry(toRegistryForm(registry), registry)).toEqual({})
  })

  it('forgets credentials only when asked to', () => {
    expect(toUpdateRegistry({ ...toRegistryForm(registry), credentials: 'none' }, registry)).toEqual({
      removeCredentials: true,
    })
  })

  it('removes the certificate authority when its field is emptied', () => {
    expect(toUpdateRegistry({ ...toRegistryForm(registry), caPem: ' ' }, registry)).toEqual({ caPem: null })
  })

  it('says what is missing', () => {
    const form = toRegistryForm(null, 'r.example.com')
    expect(explainForm(form)).toBeNull()
    expect(explainForm({ ...form, credentials: 'basic', username: 'a' })).toMatch('password')
    expect(explainForm({ ...form, host: '' })).toMatch('host')
    expect(explainForm({ ...form, host: 'two words' })).toMatch('host')
  })
})

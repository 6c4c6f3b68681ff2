import { expect, it } from 'vitest'
import { recognisePaste } from '#lib/format/recognise-paste.ts'
import { toDestination } from './go-to-paste.ts'
import { takePastedKey } from './pasted-key.ts'

const pem = '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----'

it('leads a reference to its image and anything else to the search', () => {
  expect(toDestination(recognisePaste('localhost:5000/a/b:v1'), 'search')).toBe('/images/localhost:5000/a/b:v1')
  expect(toDestination(recognisePaste('two words'), 'image')).toBe('/repositories?q=two%20words')
})

it('takes a bare word as the box says', () => {
  expect(toDestination(recognisePaste('nginx'), 'image')).toBe('/images/docker.io/library/nginx:latest')
  expect(toDestination(recognisePaste('nginx'), 'search')).toBe('/repositories?q=nginx')
})

it('hands a key over once and never in the address', () => {
  expect(toDestination(recognisePaste(pem), 'image')).toBe('/keys?add=pasted')
  expect(takePastedKey()).toBe(pem)
  expect(takePastedKey()).toBeNull()
})

it('leads a private key nowhere', () => {
  expect(toDestination(recognisePaste(pem.replaceAll('PUBLIC', 'PRIVATE')), 'image')).toBeNull()
  expect(takePastedKey()).toBeNull()
})

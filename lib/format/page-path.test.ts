import { expect, it } from 'vitest'
import { fromPathSegments, imagePath, repositoryPath } from './page-path.ts'

it('imagePath shows repository, tag and digest in clear', () => {
  expect(imagePath('localhost:5000/workshop/demo:v1', { tab: 'sbom', platform: null })).toBe(
    '/images/localhost:5000/workshop/demo:v1?tab=sbom',
  )
})

it('imagePath keeps hostile text within its segment', () => {
  expect(imagePath('host/a?tab=x#y%2f')).toBe('/images/host/a%3Ftab%3Dx%23y%252f')
  expect(repositoryPath('[::1]:5000/a')).toBe('/repositories/%5B::1%5D:5000/a')
})

it('fromPathSegments reads what imagePath wrote', () => {
  const reference = '[::1]:5000/a/b:v1@sha256:00'
  expect(fromPathSegments(imagePath(reference).slice('/images/'.length).split('/'))).toBe(reference)
  expect(fromPathSegments(['%E0%A4%A'])).toBeNull()
})

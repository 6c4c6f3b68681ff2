import { expect, it } from 'vitest'
import { toPageHeaders } from './page-headers.ts'

const directives = (isDevelopment: boolean) => {
  const policy = toPageHeaders('abc', isDevelopment).get('content-security-policy') ?? ''
  return new Map(
    policy.split('; ').map((part) => [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)]),
  )
}

it('W-08 runs no script and loads nothing but what this answer brought', () => {
  const policy = directives(false)
  expect(policy.get('default-src')).toBe("'none'")
  expect(policy.get('script-src')).toBe("'self' 'nonce-abc' 'strict-dynamic'")
  expect(policy.get('style-src')).toBe("'self' 'nonce-abc'")
  expect(policy.get('img-src')).not.toMatch(/http|\*/)
  expect(policy.get('connect-src')).toBe("'self'")
  expect(policy.get('object-src')).toBe("'none'")
  expect(policy.get('base-uri')).toBe("'none'")
})

it('W-05 lets no other page frame ours or take its forms', () => {
  expect(directives(false).get('frame-ancestors')).toBe("'none'")
  expect(directives(false).get('form-action')).toBe("'self'")
  expect(toPageHeaders('abc', false).get('x-frame-options')).toBe('DENY')
})

it('loosens the policy for the development server only', () => {
  expect(directives(true).get('script-src')).toContain("'unsafe-eval'")
  expect(directives(false).get('script-src')).not.toContain('unsafe')
})

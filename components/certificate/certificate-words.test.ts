import { describe, expect, it } from 'vitest'
import { anchorStores } from '#lib/trust/trust-rule.ts'
import { formatCertificateName, storeNames } from './certificate-words.ts'

describe('how a certificate is called', () => {
  it.each([
    ['ours', 'CN=root,O=Workshop', 'ours'],
    [null, 'CN=root,O=Workshop', 'root'],
    [null, 'CN=Workshop\\, Inc.,C=US', 'Workshop, Inc.'],
    [null, 'O=Workshop,C=US', 'O=Workshop,C=US'],
    [null, 'CN=', 'CN='],
  ])('%s, %s: %s', (name, subject, expected) => {
    expect(formatCertificateName({ name, subject })).toBe(expected)
  })

  it('offers every trust store there is', () => {
    expect(storeNames).toEqual(anchorStores)
  })
})

import { describe, expect, it } from 'vitest'
import { readKeyFile, readKeyText } from './read-key.ts'

const pem = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`

describe('K-03 a private key never gets past the reading', () => {
  it.each(['PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED SIGSTORE PRIVATE KEY', 'OPENSSH PRIVATE KEY'])('%s', (label) => {
    const read = readKeyText(pem(label), 'cosign.key')
    expect(read.kind).toBe('private')
    expect(JSON.stringify(read)).not.toContain('AAAA')
  })

  it('a PKCS#12 file', async () => {
    const file = new File([Uint8Array.of(0x30, 0x82, 9, 0, 2, 1, 3)], 'key.p12')
    expect(await readKeyFile(file)).toMatchObject({ kind: 'private', detail: expect.stringContaining('PKCS#12') })
  })
})

it('reads a public key with its file’s name', async () => {
  const file = new File([pem('PUBLIC KEY')], 'cosign.pub')
  expect(await readKeyFile(file)).toEqual({ kind: 'key', pem: pem('PUBLIC KEY'), fileName: 'cosign.pub' })
})

it('says of an empty, a foreign and a huge file that they are not sent', async () => {
  for (const file of [new File([''], 'a'), new File(['hello'], 'b'), new File(['x'.repeat(300_000)], 'c')]) {
    expect(await readKeyFile(file)).toMatchObject({ kind: 'unreadable', title: 'This is not a public key' })
  }
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import type { TrustedKey } from '#lib/trust/trust-rule.ts'
import { parsePublicKey } from './parse-public-key.ts'
import { verifySignature } from './verify-signature.ts'

const folder = resolve(import.meta.dirname, '../../../../shared/vectors/wycheproof')

type Vector = { tcId: number; msg: string; sig: string; result: 'valid' | 'acceptable' | 'invalid'; flags: string[] }
type Group = { publicKeyPem: string; sha?: string; tests: Vector[] }
type File = { algorithm: string; testGroups: Group[] }

const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

/** Kinds that the key gate refuses, whatever their signatures are worth. */
const refusedKinds = /secp224r1|secp256k1|ed448/

/** Wrong only for the one scheme that the file is about: the key's table has the other as well. */
const otherwiseRight = ['WrongHash', 'WrongPrimitive']

function toKey(pem: string): TrustedKey | string {
  try {
    return { ...parsePublicKey(pem), name: null, state: 'active' }
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe.skipIf(files.length === 0)('Wycheproof', () => {
  for (const file of files) {
    const { algorithm, testGroups } = JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as File
    it(`K-02 K-04 K-05 decides every vector of ${file} rightly`, () => {
      const wrong: string[] = []
      for (const { publicKeyPem, sha, tests } of testGroups) {
        const key = toKey(publicKeyPem)
        if (refusedKinds.test(file)) expect(key).toBe('KEY_UNSUPPORTED')
        for (const { tcId, msg, sig, result, flags } of tests) {
          const scheme =
            typeof key === 'string' ? null : verifySignature(key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'))
          // A plain RSA key verifies by PKCS#1 v1.5 alone.
          const expected = result === 'valid' && typeof key !== 'string' && algorithm !== 'RSASSA-PSS'
          const isOtherwiseRight = scheme !== null && flags.some((flag) => otherwiseRight.includes(flag))
          if (result === 'acceptable' || isOtherwiseRight) continue
          if ((scheme !== null) !== expected) wrong.push(`${tcId} ${sha ?? ''} ${result} ${scheme ?? ''} ${flags}`)
        }
      }
      expect(wrong).toEqual([])
    })
  }
})

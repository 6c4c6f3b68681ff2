import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { digestOf } from '#lib/oci/digest.ts'
import type { NamedRoot } from '#lib/trust/trust-rule.ts'
import type { TestSigner } from './signed-evidence.ts'

/** A transparency log as Rekor v1 is one, and a trusted root that holds nothing else. */
export type TestLog = {
  readonly root: NamedRoot
  /** What cosign writes into the annotation `dev.sigstore.cosign/bundle` for this signature. */
  toAnnotation(signed: LoggedSignature): string
}

type LoggedSignature = {
  readonly signer: TestSigner
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly integratedAt?: string
}

/** `begins` is from when the trusted root holds the log. */
export function createTestLog(origin = 'log.example.com', begins = '2020-01-01T00:00:00Z'): TestLog {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha256').update(spki).digest()
  const text = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      {
        baseUrl: `https://${origin}`,
        hashAlgorithm: 'SHA2_256',
        publicKey: {
          rawBytes: spki.toString('base64'),
          keyDetails: 'PKIX_ECDSA_P256_SHA_256',
          validFor: { start: begins },
        },
        logId: { keyId: keyId.toString('base64') },
      },
    ],
  })
  return {
    root: { id: digestOf(Buffer.from(text)), name: origin, text },
    toAnnotation({ signer, bytes, signature, integratedAt = '2026-05-01T00:00:00Z' }) {
      const body = Buffer.from(JSON.stringify(toBody(signer, bytes, signature))).toString('base64')
      const integratedTime = Date.parse(integratedAt) / 1000
      const payload = { body, integratedTime, logID: keyId.toString('hex'), logIndex: 7 }
      const promise = sign('sha256', Buffer.from(JSON.stringify(payload)), privateKey)
      return JSON.stringify({ SignedEntryTimestamp: promise.toString('base64'), Payload: payload })
    },
  }
}

function toBody({ key }: TestSigner, bytes: Uint8Array, signature: Uint8Array) {
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(key.spki).toString('base64')}\n-----END PUBLIC KEY-----\n`
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') } },
      signature: {
        content: Buffer.from(signature).toString('base64'),
        publicKey: { content: Buffer.from(pem).toString('base64') },
      },
    },
  }
}

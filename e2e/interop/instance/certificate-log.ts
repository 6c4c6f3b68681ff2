import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { type DerValue, derTags, parseChildren, readOid, readSequence } from '#lib/sigstore/certificates/der.ts'

export type CertificateLog = {
  readonly url: string
  readonly publicPem: string
  readonly stop: () => Promise<void>
}

/** A certificate log on loopback that promises to publish whatever it is given (RFC 6962 §4.2), and keeps nothing. */
export async function startCertificateLog(): Promise<CertificateLog> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const logId = hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'buffer')
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/ct/v1/add-pre-chain') {
      response.writeHead(404).end()
      return
    }
    const { chain } = JSON.parse((await readBody(request)).toString()) as { chain: string[] }
    const timestamp = Date.now()
    const signature = promise(chain, timestamp, privateKey)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        sct_version: 0,
        id: logId.toString('base64'),
        timestamp,
        extensions: '',
        signature: signature.toString('base64'),
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The log's signature over a precertificate and its issuer's key, as TLS writes it (RFC 6962 §3.2). */
function promise([precertificate = '', issuer = '']: readonly string[], timestamp: number, key: KeyObject): Buffer {
  const issuerKeyHash = hash('sha256', parseCertificate(Buffer.from(issuer, 'base64')).spki, 'buffer')
  const tbs = withoutPoison(parseCertificate(Buffer.from(precertificate, 'base64')).tbs)
  const head = Buffer.alloc(12)
  head.writeBigUInt64BE(BigInt(timestamp), 2)
  head.writeUInt16BE(1, 10)
  const length = Buffer.alloc(3)
  length.writeUIntBE(tbs.byteLength, 0, 3)
  const signed = Buffer.concat([head, issuerKeyHash, length, tbs, Buffer.alloc(2)])
  const signature = sign('sha256', signed, key)
  return Buffer.concat([Buffer.from([4, 3, 0, signature.byteLength]), signature])
}

const poisonId = '1.3.6.1.4.1.11129.2.4.3'
const extensionsTag = 0xa3

function withoutPoison(tbs: DerValue): Buffer {
  const parts = parseChildren(tbs).map((part) => {
    if (part.tag !== extensionsTag) return Buffer.from(part.encoded)
    const kept = readSequence(parseChildren(part)[0]).filter((one) => readOid(readSequence(one)[0]) !== poisonId)
    return encode(extensionsTag, [
      encode(
        derTags.sequence,
        kept.map(({ encoded }) => encoded),
      ),
    ])
  })
  return encode(derTags.sequence, parts)
}

function encode(tag: number, contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const digits = content.byteLength.toString(16)
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  const length = content.byteLength < 0x80 ? bytes : Buffer.concat([Buffer.from([0x80 | bytes.byteLength]), bytes])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

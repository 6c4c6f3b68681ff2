import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Who asks for a certificate, as its token says. */
export type TokenClaims = { readonly sub: string } & Readonly<Record<string, string | boolean>>

export type TokenIssuer = {
  /** What certificates name as issuer. */
  readonly url: string
  readonly issue: (claims: TokenClaims) => string
  readonly stop: () => Promise<void>
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A name that certificates shall bear, and PEM of the server certificate for it. */
export type NamedServer = { readonly host: string; readonly key: string; readonly cert: string }

/**
 * An OpenID Connect issuer on loopback: discovery, keys, and ID tokens for whomever the test names. With a name it speaks
 * TLS under it, and has to be reached through a tunnel.
 */
export async function startTokenIssuer(named?: NamedServer): Promise<TokenIssuer & { readonly port: number }> {
  // cosign takes a text for a token only when it is signed with RS256.
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  const listener: RequestListener = (request, response) => {
    const url = named === undefined ? `http://${request.headers.host}` : `https://${named.host}`
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': {
        issuer: url,
        jwks_uri: `${url}/keys`,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
      '/keys': { keys: [jwk] },
    }
    const answer = answers[request.url ?? '']
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? {}))
  }
  const server = named === undefined ? createServer(listener) : createTlsServer(named, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = named === undefined ? `http://127.0.0.1:${port}` : `https://${named.host}`
  const issue = (claims: TokenClaims): string => {
    const now = Math.floor(Date.now() / 1000)
    const header = encode({ alg: 'RS256', typ: 'JWT', kid })
    const signed = `${header}.${encode({ iss: url, aud: 'sigstore', iat: now, nbf: now - 5, exp: now + 600, ...claims })}`
    const signature = sign('sha256', Buffer.from(signed), privateKey)
    return `${signed}.${signature.toString('base64url')}`
  }
  return { url, port, issue, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

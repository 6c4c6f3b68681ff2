import type { IncomingMessage } from 'node:http'
import type { HonestAnswer } from './scripted-faults.ts'

/** How a scripted registry asks for credentials. `realm` replaces its own token service in the challenge. */
export type ScriptedAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'bearer'
      /** Null: everybody gets a token. */
      readonly account: { readonly username: string; readonly password: string } | null
      /** A refresh token that the service takes by POST. */
      readonly identityToken?: string
      readonly realm?: string
      readonly service?: string
      readonly expiresInSeconds?: number
      /** Replaces the token service's answer. */
      readonly answer?: Partial<HonestAnswer>
    }

export type AuthGate = {
  /** The refusal of a request, null when it may pass. */
  readonly refuse: (request: IncomingMessage, scope: string, origin: string) => HonestAnswer | null
  /** The token service's answer. */
  readonly issue: (request: IncomingMessage, url: URL, body: string) => HonestAnswer
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}): HonestAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(value)),
})

const toBasic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const denied = (challenge: string): HonestAnswer =>
  json(
    401,
    { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
    { 'www-authenticate': challenge },
  )

export function createAuthGate(current: () => ScriptedAuth): AuthGate {
  const tokens = new Map<string, string>()
  let issued = 0

  return {
    refuse({ headers }, scope, origin) {
      const auth = current()
      if (auth.kind === 'none') return null
      if (auth.kind === 'basic') {
        return headers.authorization === toBasic(auth) ? null : denied('Basic realm="scripted"')
      }
      const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
      if (token !== undefined && tokens.get(token) === scope) return null
      const realm = auth.realm ?? `${origin}/token`
      return denied(`Bearer realm="${realm}",service="${auth.service ?? 'scripted'}",scope="${scope}"`)
    },
    issue(request, url, body) {
      const auth = current()
      if (auth.kind !== 'bearer') return json(404, {})
      const form = new URLSearchParams(body)
      const byRefresh = request.method === 'POST' && form.get('grant_type') === 'refresh_token'
      const allowed = byRefresh
        ? auth.identityToken !== undefined && form.get('refresh_token') === auth.identityToken
        : auth.account === null || request.headers.authorization === toBasic(auth.account)
      if (!allowed) return json(401, { errors: [{ code: 'UNAUTHORIZED' }] })
      issued += 1
      const token = `token-${issued}`
      tokens.set(token, (byRefresh ? form.get('scope') : url.searchParams.get('scope')) ?? '')
      const answer = json(200, {
        [byRefresh ? 'access_token' : 'token']: token,
        expires_in: auth.expiresInSeconds ?? 300,
      })
      return { ...answer, ...auth.answer }
    },
  }
}

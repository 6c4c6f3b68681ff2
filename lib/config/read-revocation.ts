import { invalid } from './listen-address.ts'
import type { Environment } from './read-secret.ts'

/** Whether authorities are asked if they revoked a certificate, and which of their hosts may be on a private network. */
export type RevocationConfig = { readonly isAsked: boolean; readonly privateHosts: readonly string[] }

/** Throws `CONFIG_INVALID`. */
export function readRevocation(environment: Environment): RevocationConfig {
  const { TOUCHSTONE_REVOCATION: mode = '', TOUCHSTONE_REVOCATION_HOSTS: hosts = '' } = environment
  if (!['', 'ask', 'off'].includes(mode)) {
    throw invalid('TOUCHSTONE_REVOCATION', 'TOUCHSTONE_REVOCATION must be ask or off.')
  }
  const privateHosts = hosts
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '')
  for (const host of privateHosts) assertHost(host)
  return { isAsked: mode !== 'off', privateHosts }
}

function assertHost(host: string): void {
  const isHost = URL.canParse(`http://${host}`) && new URL(`http://${host}`).host === host
  if (isHost) return
  throw invalid(
    'TOUCHSTONE_REVOCATION_HOSTS',
    'TOUCHSTONE_REVOCATION_HOSTS must be host names with an optional port, separated by commas, without a scheme or path. The port 80 is left out.',
  )
}

import { isIP } from 'node:net'
import { AppError } from '#lib/errors/app-error.ts'

/** Where the server listens. `loopbackOnly`: nobody but this machine can reach it. */
export type ListenAddress = { readonly host: string; readonly port: number; readonly loopbackOnly: boolean }

export type Access = 'local' | 'open'

const defaultPort = 3000

/** True for names and addresses that lead nowhere but to this machine. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
}

export function parsePort(text: string | undefined): number {
  if (text === undefined || text === '') return defaultPort
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw invalid('PORT', 'PORT must be a number from 1 to 65535.')
  return port
}

/** Reads HOST and PORT. Without login, an address that others can reach is refused unless `access` is `open`. */
export function parseListenAddress(host: string | undefined, port: string | undefined, access: Access): ListenAddress {
  const name = (host === undefined || host === '' ? '127.0.0.1' : host).replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (isIP(name) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)) {
    throw invalid('HOST', 'HOST must be a host name or an IP address, without a scheme or port.')
  }
  const loopbackOnly = isLoopback(name)
  if (!loopbackOnly && access !== 'open') {
    throw invalid(
      'HOST',
      `HOST=${name} would let anybody on the network use this server, which has no login. Leave HOST unset, or write "access: open" into the file that TOUCHSTONE_CONFIG names.`,
    )
  }
  return { host: name, port: parsePort(port), loopbackOnly }
}

export const invalid = (key: string, message: string): AppError =>
  new AppError('CONFIG_INVALID', message, { context: { key } })

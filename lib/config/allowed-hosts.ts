import { isIPv6 } from 'node:net'
import type { Config } from './load-config.ts'

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

const origins = new WeakMap<object, readonly string[]>()

/** The origins of this server: that of TOUCHSTONE_BASE_URL, or the loopback names and HOST with the port. */
export function allowedOrigins(config: Pick<Config, 'baseUrl' | 'listen'>): readonly string[] {
  const known = origins.get(config)
  if (known !== undefined) return known
  const all = listOrigins(config)
  origins.set(config, all)
  return all
}

function listOrigins({ baseUrl, listen: { host, port } }: Pick<Config, 'baseUrl' | 'listen'>): readonly string[] {
  if (baseUrl !== null) return [baseUrl]
  const names = new Set([...loopbackNames, isIPv6(host) ? `[${host}]` : host])
  return [...names].map((name) => new URL(`http://${name}:${port}`).origin)
}

// attacker-controlled: a page whose name resolves to this machine sends its own name (DNS rebinding).
/** True when the `Host` header names this server; a missing port means that of the scheme. */
export function isAllowedHost(config: Pick<Config, 'baseUrl' | 'listen'>, host: string): boolean {
  const named = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/.exec(host.toLowerCase())
  if (named === null) return false
  return allowedOrigins(config).some((origin) => {
    const url = new URL(origin)
    const defaultPort = defaultPorts[url.protocol]
    return named[1] === url.hostname && (named[2] ?? defaultPort) === (url.port || defaultPort)
  })
}

/** True when the `Origin` header is an origin of this server, scheme and port included. */
export function isAllowedOrigin(config: Pick<Config, 'baseUrl' | 'listen'>, origin: string): boolean {
  return allowedOrigins(config).includes(origin.toLowerCase())
}

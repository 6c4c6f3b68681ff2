import type { LookupFunction } from 'node:net'
import tls, { type SecureContext } from 'node:tls'
import type { Limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { AddressPolicy } from '../address/address-policy.ts'
import { createLanes, type Lanes } from './lanes.ts'

export type TlsOptions = {
  readonly caPem: string | null
  readonly clientCertificatePem: string | null
  readonly clientKeyPem: string | null
}

/** Kept connections to the places that one registry leads to. */
export type Connections = {
  /** The pool of an allowed URL's origin; throws `REGISTRY_ADDRESS_REFUSED`. */
  readonly dispatcherFor: (url: URL) => Lanes
  readonly close: () => Promise<void>
}

/** A `lookup` for net.connect that checks every address and connects to none but those: no second look-up can differ. */
function createLookup(policy: AddressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    policy.resolve(hostname).then(
      (addresses) => {
        const [first] = addresses
        if (first === undefined) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
        else if (options.all === true) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    )
  }
}

function createContext({ caPem, clientCertificatePem, clientKeyPem }: TlsOptions): SecureContext | undefined {
  if (caPem === null && clientCertificatePem === null) return undefined
  // Absent before Node 22.15, and a named import of it would fail there.
  const authorities =
    'getCACertificates' in tls
      ? tls.getCACertificates('default')
      : (tls as { rootCertificates: readonly string[] }).rootCertificates
  try {
    return tls.createSecureContext({
      ...(caPem === null ? {} : { ca: [...authorities, caPem] }),
      ...(clientCertificatePem === null ? {} : { cert: clientCertificatePem }),
      ...(clientKeyPem === null ? {} : { key: clientKeyPem }),
    })
  } catch (cause) {
    // The cause may quote the PEM text: it stays out of the message.
    throw new AppError('REGISTRY_TLS', 'The certificates given for this registry cannot be read.', { cause })
  }
}

export function createConnections(
  registry: URL,
  options: TlsOptions,
  policy: AddressPolicy,
  limits: Limits,
): Connections {
  const pools = new Map<string, Lanes>()
  const lookup = createLookup(policy)
  const withoutClientCertificate = { ...options, clientCertificatePem: null, clientKeyPem: null }
  const contexts = new Map<boolean, SecureContext | undefined>()

  // A client certificate is a credential: it goes to the registry's own host only.
  function contextFor(url: URL): SecureContext | undefined {
    const own = url.hostname === registry.hostname
    if (!contexts.has(own)) contexts.set(own, createContext(own ? options : withoutClientCertificate))
    return contexts.get(own)
  }

  function createPool(url: URL): Lanes {
    const secureContext = url.protocol === 'https:' ? contextFor(url) : undefined
    return createLanes(url.origin, limits.maxConnectionsPerHost, {
      keepAliveTimeout: limits.keepAliveMs,
      keepAliveMaxTimeout: limits.keepAliveMs,
      headersTimeout: limits.headersTimeoutMs,
      bodyTimeout: limits.idleTimeoutMs,
      maxHeaderSize: limits.maxHeaderBytes,
      connect: {
        timeout: limits.connectTimeoutMs,
        lookup,
        ...(secureContext === undefined ? {} : { secureContext }),
      },
    })
  }

  return {
    dispatcherFor(url) {
      const known = pools.get(url.origin)
      if (known !== undefined) return known
      policy.assertUrl(url)
      const pool = createPool(url)
      // A registry that redirects to ever new hosts must not pile up pools.
      if (pools.size >= limits.maxOriginsPerRegistry) closeOldest(pools, registry.origin)
      pools.set(url.origin, pool)
      return pool
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()))
      pools.clear()
    },
  }
}

function closeOldest(pools: Map<string, Lanes>, kept: string): void {
  for (const [origin, pool] of pools) {
    if (origin === kept) continue
    pools.delete(origin)
    void pool.close()
    return
  }
}

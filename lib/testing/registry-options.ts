import type { RegistryOptions } from '#lib/registry/registry-options.ts'

/** Options of a registry as if a person had added it, with what a test changes. */
export function toRegistryOptions(host: string, changed: Partial<RegistryOptions> = {}): RegistryOptions {
  return {
    host,
    credentials: null,
    insecure: false,
    caPem: null,
    clientCertificatePem: null,
    clientKeyPem: null,
    repositoriesByHand: [],
    allowPrivate: true,
    ...changed,
  }
}

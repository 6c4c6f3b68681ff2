import type { TrustedAuthority } from '#lib/sigstore/certificates/verify-chain.ts'
import type { TransparencyLog } from '#lib/sigstore/log/transparency-log.ts'

/** An authority with the address at which it serves, as far as the root says. */
export type RootAuthority = TrustedAuthority & { readonly uri: string | null }

/** Whom Sigstore evidence is verified against (protobuf-specs, sigstore_trustroot.proto), validated. */
export type TrustedRoot = {
  readonly logs: readonly TransparencyLog[]
  readonly certificateLogs: readonly TransparencyLog[]
  readonly certificateAuthorities: readonly RootAuthority[]
  readonly timestampAuthorities: readonly RootAuthority[]
  /** Sentences about what was left out, and what is odd. */
  readonly notes: readonly string[]
}

import type { TrustedAuthority } from '#lib/sigstore/certificates/verify-chain.ts'
import type { TransparencyLog } from '#lib/sigstore/log/transparency-log.ts'

/** Whom Sigstore evidence is verified against (protobuf-specs, sigstore_trustroot.proto), validated. */
export type TrustedRoot = {
  readonly logs: readonly TransparencyLog[]
  readonly certificateLogs: readonly TransparencyLog[]
  readonly certificateAuthorities: readonly TrustedAuthority[]
  readonly timestampAuthorities: readonly TrustedAuthority[]
}

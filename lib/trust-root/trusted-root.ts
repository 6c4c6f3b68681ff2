import type { TransparencyLog, Validity } from '#lib/sigstore/log/transparency-log.ts'

/** A certificate or time-stamp authority of a trusted root: DER, the leaf or intermediate first, the root last. */
export type Authority = {
  readonly certificates: readonly Uint8Array[]
  readonly uri: string | null
  readonly validity: Validity
}

/** Whom Sigstore evidence is verified against (protobuf-specs, sigstore_trustroot.proto), validated. */
export type TrustedRoot = {
  readonly logs: readonly TransparencyLog[]
  readonly certificateLogs: readonly TransparencyLog[]
  readonly certificateAuthorities: readonly Authority[]
  readonly timestampAuthorities: readonly Authority[]
}

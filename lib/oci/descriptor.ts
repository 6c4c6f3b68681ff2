import type { Digest } from './digest.ts'
import type { Platform } from './platform.ts'

/** An OCI content descriptor (image-spec, descriptor.md), read strictly. `urls` and `data` are never used. */
export type Descriptor = {
  readonly mediaType: string
  readonly digest: Digest
  /** Bytes. A claim until the content has been read and hashed. */
  readonly size: number
  readonly artifactType: string | null
  readonly annotations: Readonly<Record<string, string>>
  readonly platform: Platform | null
}

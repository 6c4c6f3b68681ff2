import type { Platform } from './platform.ts'

/** One step of the build as the image tells it; claimed by whoever made the image. */
export type HistoryEntry = {
  readonly createdAt: string | null
  readonly createdBy: string | null
  readonly comment: string | null
  readonly emptyLayer: boolean
}

/** An image's configuration (image-spec, config.md; Docker image-spec 1.2). All of it is claimed by the image. */
export type ImageConfig = {
  /** RFC 3339, UTC. */
  readonly createdAt: string | null
  readonly author: string | null
  readonly platform: Platform | null
  readonly user: string | null
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly workingDir: string | null
  readonly env: readonly string[]
  readonly exposedPorts: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly history: readonly HistoryEntry[]
}

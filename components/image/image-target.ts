import type { ImageTarget } from '#lib/queries/image.ts'

const imageTabs = ['trust', 'sbom', 'attestations', 'contents'] as const
export type ImageTab = (typeof imageTabs)[number]

export const identifyTab = (text: string | null): ImageTab => imageTabs.find((tab) => tab === text) ?? 'trust'

/** What the image page is about: the reference as asked, its repository as `host/path`, and the platform chosen. */
export type ImageSubject = ImageTarget & {
  readonly repository: string
  readonly host: string
  readonly tag: string | null
}

import { AppError } from '#lib/errors/app-error.ts'

/** A platform of an image index (image-spec, image-index.md, `platform`). */
export type Platform = {
  readonly os: string
  readonly architecture: string
  readonly variant: string | null
  readonly osVersion: string | null
}

const partPattern = /^[A-Za-z0-9_.-]{1,64}$/

/** Reads `os/architecture[/variant]`; throws `REQUEST_INVALID`. */
export function parsePlatform(text: string): Platform {
  const parts = text.split('/')
  const [os, architecture, variant] = parts
  if (
    os === undefined ||
    architecture === undefined ||
    parts.length > 3 ||
    !parts.every((part) => partPattern.test(part))
  ) {
    throw new AppError(
      'REQUEST_INVALID',
      'A platform is os/architecture or os/architecture/variant, such as linux/arm64.',
      {
        context: { platform: text.slice(0, 100) },
      },
    )
  }
  return { os, architecture, variant: variant ?? null, osVersion: null }
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === null ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`
}

/** Whether an entry of an index serves the platform asked for; an absent variant asks for any. */
export function matchesPlatform(asked: Platform, offered: Platform): boolean {
  return (
    asked.os === offered.os &&
    asked.architecture === offered.architecture &&
    (asked.variant === null || asked.variant === offered.variant)
  )
}

/** BuildKit marks its attestation manifests with the platform `unknown/unknown`; they are no platform to run on. */
export const isUnknownPlatform = ({ os, architecture }: Platform): boolean =>
  os === 'unknown' && architecture === 'unknown'

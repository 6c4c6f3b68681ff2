import { Breadcrumb } from '#components/layout/breadcrumb.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { shortenDigest } from '#lib/format/digest.ts'
import { repositoryPath } from '#lib/format/page-path.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import type { ImageSubject } from './image-target.ts'

type ImageHeaderProps = {
  readonly subject: ImageSubject
  /** Null while it is not known, undefined when it cannot be known. */
  readonly digest: string | null | undefined
  readonly platforms: ImageDto['platforms']
}

/** Where the image lies, which platform of it is shown, and its digest. */
export function ImageHeader({ subject, digest, platforms }: ImageHeaderProps) {
  const { repository, host, tag, reference, platform } = subject
  const crumbs = [
    { label: host, href: `/repositories?registry=${encodeURIComponent(host)}` },
    { label: repository.slice(host.length + 1), href: repositoryPath(repository) },
    { label: tag ?? shortenDigest(reference.slice(reference.indexOf('@') + 1), 6) },
  ]
  return (
    <>
      <Breadcrumb
        crumbs={crumbs}
        facts={platform === null ? undefined : <Pill>{visibleText(platform)}</Pill>}
        aside={digest === undefined ? undefined : <DigestPlace digest={digest} />}
      />
      <PlatformLinks platforms={platforms} selected={platform} />
    </>
  )
}

function DigestPlace({ digest }: { readonly digest: string | null }) {
  return digest === null ? <Skeleton className="h-4 w-48" /> : <Digest digest={digest} ends={8} />
}

type PlatformLinksProps = Pick<ImageHeaderProps, 'platforms'> & { readonly selected: string | null }

function PlatformLinks({ platforms, selected }: PlatformLinksProps) {
  if (platforms.length === 0) return null
  const names = Array.from(new Set(platforms.map(({ platform }) => platform)))
  return (
    <nav aria-label="Platform" className="no-print mt-2.5 flex flex-wrap gap-2">
      {[null, ...names].map((name) => {
        const isOn = name === selected
        return (
          <UrlLink
            key={name ?? ''}
            changes={{ platform: name }}
            step
            aria-current={isOn ? 'true' : undefined}
            className={`inline-flex h-7 items-center rounded-full border px-3 text-sm ${
              isOn ? 'border-ink text-ink' : 'border-line text-soft hover:border-edge hover:text-ink'
            }`}
          >
            {name === null ? 'Index' : visibleText(name)}
          </UrlLink>
        )
      })}
    </nav>
  )
}

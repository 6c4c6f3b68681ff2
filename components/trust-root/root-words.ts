import type { RootAuthorityDto, RootLogDto, TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import type { Window } from './window-axis.ts'

/** One line of the picture and of the table: an authority or a log with its window. */
export type RootPart = {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** The common name where there is one: the whole name is in the table. */
  readonly shortName: string
  /** Where it serves, and what its key is. */
  readonly address: string | null
  readonly key: string
  readonly fingerprint: string
  readonly window: Window
}

const kinds = {
  'certificate-authority': 'Certificate authority',
  'timestamp-authority': 'Time-stamp authority',
  log: 'Transparency log',
  'certificate-log': 'Certificate log',
} as const

const timeOf = (text: string | null): number | null => (text === null ? null : Date.parse(text))

const toWindow = ({ validFrom, validUntil }: RootAuthorityDto | RootLogDto): Window => ({
  from: timeOf(validFrom),
  until: timeOf(validUntil),
})

/** Authorities first, then the logs, each kind together. */
export function listParts({ authorities, logs }: Pick<TrustedRootDto, 'authorities' | 'logs'>): readonly RootPart[] {
  const fromAuthorities = authorities.map((one, index): RootPart => {
    const [first] = one.certificates
    return {
      id: `authority ${index}`,
      kind: kinds[one.kind],
      name: one.name,
      shortName: /(?:^|, )CN=([^,]+)/.exec(one.name)?.[1] ?? one.name,
      address: one.uri,
      key: first?.key ?? '',
      fingerprint: first?.fingerprint ?? '',
      window: toWindow(one),
    }
  })
  const fromLogs = logs.map(
    (one, index): RootPart => ({
      id: `log ${index}`,
      kind: kinds[one.kind],
      name: one.origin,
      shortName: one.origin,
      address: null,
      key: one.key,
      fingerprint: one.fingerprint,
      window: toWindow(one),
    }),
  )
  return [...fromAuthorities, ...fromLogs]
}

/** A day, which is all that matters for windows of years. */
export const formatDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function describeWindow({ from, until }: Window): string {
  if (from === null) return until === null ? 'always' : `until ${formatDay(until)}`
  return until === null ? `since ${formatDay(from)}` : `${formatDay(from)} to ${formatDay(until)}`
}

const origins = {
  'built-in': 'built in',
  configuration: 'from the configuration file',
  added: 'added here',
} as const

export const describeOrigin = ({ origin }: Pick<TrustedRootDto, 'origin'>): string => origins[origin]

/** How the copy in use came here. A time to put behind it, or null. */
export function describeAge(root: TrustedRootDto): { readonly words: string; readonly at: string | null } {
  const { fetchedAt, snapshotAt, addedAt, mirror } = root
  if (fetchedAt !== null) return { words: `Fetched from ${hostOf(mirror)}`, at: fetchedAt }
  if (snapshotAt !== null) {
    const day = snapshotAt.slice(0, 10)
    return { words: `Snapshot of ${day} that came with this version; never refreshed`, at: null }
  }
  if (mirror !== null) return { words: `Not fetched from ${hostOf(mirror)} yet`, at: null }
  return { words: addedAt === null ? 'A file of the configuration' : 'A file, added', at: addedAt }
}

const hostOf = (mirror: string | null): string => (mirror === null ? '' : (URL.parse(mirror)?.host ?? mirror))

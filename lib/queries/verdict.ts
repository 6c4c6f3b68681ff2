import { queryOptions } from '@tanstack/react-query'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { fetchJson, toPath } from './client.ts'
import type { ImageTarget } from './image.ts'

/** The verdict by the trust shelf. */
export const verdictQuery = ({ reference, platform }: ImageTarget) =>
  queryOptions({
    queryKey: ['verdict', reference, platform],
    queryFn: ({ signal }) => fetchJson<VerdictDto>(toPath('/api/v1/verdict', { reference, platform }), { signal }),
  })

/** Everything that the verdict rests on, as a zip file. */
export const evidenceBundlePath = ({ reference, platform }: ImageTarget): string =>
  toPath('/api/v1/evidence-bundle', { reference, platform })

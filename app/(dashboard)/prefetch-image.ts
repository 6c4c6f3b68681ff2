import type { QueryClient } from '@tanstack/react-query'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { toImageDto } from '#lib/api/to-image.ts'
import { describeImage } from '#lib/inspection/describe-image.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { openImage } from '#lib/inspection/open-image.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'
import { type ImageTarget, imageQuery } from '#lib/queries/image.ts'
import { verdictQuery } from '#lib/queries/verdict.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

export const prefetchVerdict = (client: QueryClient, target: ImageTarget): Promise<void> =>
  client.prefetchQuery({
    ...verdictQuery(target),
    queryFn: async ({ signal }) => {
      const runtime = await getRuntime()
      const trust = await loadShelfTrust(runtime, runtime.now())
      const { verdict } = await inspectImage(runtime, { ...target, trust }, { signal })
      // The same object that `GET /verdict` answers with; only its lists are read-only here.
      return verdict as unknown as VerdictDto
    },
  })

export const prefetchImage = (client: QueryClient, target: ImageTarget): Promise<void> =>
  client.prefetchQuery({
    ...imageQuery(target),
    queryFn: async ({ signal }) => {
      const { sources } = await getRuntime()
      const { source, subject } = await openImage(sources, target.reference, target.platform, { signal })
      return toImageDto(await describeImage(source, subject, { signal }))
    },
  })

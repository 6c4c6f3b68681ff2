import type { z } from 'zod'
import type { TagList } from '#lib/inspection/list-tags.ts'
import type { tagsSchema } from './contract/registries.ts'
import { toProblem } from './problem.ts'

/** The answer of `GET /tags`; a tag that could not be resolved carries its problem. */
export function toTagsDto(list: TagList, instance: string): z.infer<typeof tagsSchema> {
  const items = list.items.map(({ error, platforms, ...row }) => ({
    ...row,
    platforms: [...platforms],
    problem: error === null ? null : toProblem(error, instance),
  }))
  return { items, next: list.next, helperCount: list.helperCount }
}

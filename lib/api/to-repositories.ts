import type { z } from 'zod'
import type { RepositoryList } from '#lib/inspection/list-repositories.ts'
import type { repositoriesSchema } from './contract/registries.ts'
import { toProblem } from './problem.ts'

/** The answer of `GET /repositories`; a source that could not list is named with its problem. */
export function toRepositoriesDto(list: RepositoryList, instance: string): z.infer<typeof repositoriesSchema> {
  const problems = list.problems.map(({ registry, error }) => ({ ...toProblem(error, instance), registry }))
  return { items: [...list.items], next: list.next, problems }
}

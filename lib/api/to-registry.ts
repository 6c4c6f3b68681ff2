import type { SourceEntry } from '#lib/inspection/sources.ts'
import type { RegistryDto } from './contract/registries.ts'

/** A source as the API shows it. */
export function toRegistryDto({ repositoriesByHand: repositories, ...entry }: SourceEntry): RegistryDto {
  return { ...entry, repositories: [...repositories] }
}

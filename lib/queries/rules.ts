import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  createRuleSchema,
  RuleDto,
  rulePreviewRequestSchema,
  rulePreviewSchema,
  UpdateRule,
} from '#lib/api/contract/trust.ts'
import { fetchJson, toPath } from './client.ts'

export type Rules = { readonly items: readonly RuleDto[]; readonly next: string | null }
export type NewRule = z.input<typeof createRuleSchema>
export type RulePreview = z.infer<typeof rulePreviewSchema>
export type RulePreviewRequest = z.input<typeof rulePreviewRequestSchema>

export const rulesQuery = () =>
  queryOptions({
    queryKey: ['rules'],
    queryFn: ({ signal }) => fetchJson<Rules>(toPath('/api/v1/rules', { limit: 1000 }), { signal }),
  })

const rulePath = (id: string): string => `/api/v1/rules/${encodeURIComponent(id)}`

export const createRule = (body: NewRule) => fetchJson<RuleDto>('/api/v1/rules', { method: 'POST', body })

export const updateRule = (id: string, body: UpdateRule) => fetchJson<RuleDto>(rulePath(id), { method: 'PATCH', body })

export const deleteRule = (id: string) => fetchJson<undefined>(rulePath(id), { method: 'DELETE' })

/** What a change of rules would do to the images looked at lately; nothing is stored. */
export const previewRules = (body: RulePreviewRequest) =>
  fetchJson<RulePreview>('/api/v1/rules/preview', { method: 'POST', body })

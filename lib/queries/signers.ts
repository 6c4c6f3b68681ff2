import { queryOptions } from '@tanstack/react-query'
import type { SignersDto } from '#lib/api/contract/signers.ts'
import { fetchJson, toPath } from './client.ts'

type Asked = { readonly repository?: string; readonly issuer?: string; readonly subjectPattern?: string }

/** Who signs in a repository, and whom of them an issuer and a pattern would name. */
export const signersQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['signers', asked],
    queryFn: ({ signal }) => fetchJson<SignersDto>(toPath('/api/v1/signers', { ...asked, limit: 100 }), { signal }),
    retry: false,
    staleTime: 30_000,
  })

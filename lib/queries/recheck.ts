import type { RecheckDto } from '#lib/api/contract/verdict.ts'
import { fetchJson } from './client.ts'

/** Has an evidence bundle judged again; nothing of it is kept. */
export const recheckBundle = (file: File): Promise<RecheckDto> =>
  fetchJson<RecheckDto>('/api/v1/evidence-bundle', {
    method: 'POST',
    body: file.slice(0, file.size, 'application/zip'),
  })

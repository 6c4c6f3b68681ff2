import { queryOptions } from '@tanstack/react-query'
import type { CertificateDto, CreateCertificates, UpdateCertificate } from '#lib/api/contract/certificates.ts'
import { fetchJson, toPath } from './client.ts'

export type Certificates = { readonly items: readonly CertificateDto[]; readonly next: string | null }

const certificatePath = (fingerprint: string): string => `/api/v1/certificates/${encodeURIComponent(fingerprint)}`

export const certificatesQuery = () =>
  queryOptions({
    queryKey: ['certificates'],
    queryFn: ({ signal }) => fetchJson<Certificates>(toPath('/api/v1/certificates', { limit: 1000 }), { signal }),
  })

export const createCertificates = (body: CreateCertificates) =>
  fetchJson<Certificates>('/api/v1/certificates', { method: 'POST', body })

export const updateCertificate = (fingerprint: string, body: UpdateCertificate) =>
  fetchJson<CertificateDto>(certificatePath(fingerprint), { method: 'PATCH', body })

export const deleteCertificate = (fingerprint: string) =>
  fetchJson<undefined>(certificatePath(fingerprint), { method: 'DELETE' })

import type { Metadata } from 'next'
import type { ApiDocument } from '#components/docs/api-document.ts'
import { ApiReference } from '#components/docs/api-reference.tsx'
import { PageHeader } from '#components/layout/page-header.tsx'
import { openApiDocument } from '#lib/api/openapi.ts'

export const metadata: Metadata = { title: 'API' }

export default function ApiPage() {
  return (
    <>
      <PageHeader
        title="API"
        lead={
          <>
            Under <code>/api/v1</code>, and <code>/badge.svg</code> at the root. Fields are added, never renamed or
            removed. The same as an OpenAPI 3.1 document:{' '}
            <a href="/api/v1/openapi.json" className="link">
              openapi.json
            </a>
          </>
        }
      />
      <ApiReference document={openApiDocument as unknown as ApiDocument} />
    </>
  )
}

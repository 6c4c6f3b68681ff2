import { Download } from 'lucide-react'
import type { ImageSubject } from '#components/image/image-target.ts'
import { type SbomDownload, sbomDocumentPath } from '#lib/queries/sbom.ts'

const formats: readonly { readonly format: SbomDownload; readonly label: string; readonly title: string }[] = [
  { format: 'original', label: 'Original', title: 'The document exactly as its author wrote it' },
  { format: 'spdx-json', label: 'SPDX', title: 'The package list as SPDX 2.3 JSON' },
  { format: 'cyclonedx-json', label: 'CycloneDX', title: 'The package list as CycloneDX JSON' },
  { format: 'csv', label: 'CSV', title: 'The package table for a spreadsheet' },
]

export function Downloads({ subject }: { readonly subject: ImageSubject }) {
  return (
    <div className="no-print flex items-center gap-3 text-sm">
      <Download aria-hidden="true" size={15} className="text-soft" />
      <ul aria-label="Download the SBOM" className="flex flex-wrap gap-x-3">
        {formats.map(({ format, label, title }) => (
          <li key={format}>
            <a href={sbomDocumentPath(subject, format)} download title={title} className="link">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

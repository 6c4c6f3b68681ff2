import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { countOf, formatSize } from '#lib/format/size.ts'

/** The layers, each as wide as its share, with the step of the history that made it. */
export function Layers({ image }: { readonly image: ImageDto }) {
  const { layers } = image
  const show = useDocumentText()
  const largest = Math.max(1, ...layers.map(({ size }) => size))
  const steps = image.history.filter(({ emptyLayer }) => !emptyLayer)
  // A history of another length does not tell which step made which layer.
  const isMatched = steps.length === layers.length
  return (
    <Panel title="Layers" aside={countOf(layers.length, 'layer')} className="overflow-x-auto!">
      <table className="data-table table-fixed">
        <caption className="sr-only">Layers</caption>
        <thead>
          <tr>
            <th scope="col" className="w-10">
              #
            </th>
            <th scope="col" className="w-40 sm:w-44">
              Digest
            </th>
            <th scope="col" className="w-24 sm:w-32">
              Size
            </th>
            <th scope="col" className="max-sm:hidden">
              {isMatched ? 'Made by' : 'Media type'}
            </th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer, index) => {
            const made = show((isMatched ? steps[index]?.createdBy : layer.mediaType) ?? 'Not stated')
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: equal layers may repeat.
              <tr key={index}>
                <td className="num text-soft">{index + 1}</td>
                <td>
                  <Digest digest={layer.digest} />
                </td>
                <td className="num">
                  {formatSize(layer.size)}
                  <span aria-hidden="true" className="block h-0.5 rounded-full bg-line">
                    <span
                      className="block h-full rounded-full bg-soft"
                      style={{ width: `${Math.max(1, (layer.size / largest) * 100)}%` }}
                    />
                  </span>
                </td>
                <td className="text-soft max-sm:hidden">
                  <code title={made} className="block truncate text-xs">
                    {made}
                  </code>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

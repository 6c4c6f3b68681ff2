import { Panel } from '#components/ui/panel.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { countOf } from '#lib/format/size.ts'

/** The steps that are said to have built the image. */
export function BuildHistory({ history }: Pick<ImageDto, 'history'>) {
  const show = useDocumentText()
  return (
    <Panel title="Build history" aside={`${countOf(history.length, 'step')}, claimed`}>
      <ol className="divide-y divide-line">
        {history.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal steps may repeat.
          <li key={index} className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] gap-x-2 px-4 py-2.5">
            <span className="num text-soft">{index + 1}</span>
            <div className="min-w-0">
              <code className="text-xs [overflow-wrap:anywhere]">{show(step.createdBy ?? 'Not stated')}</code>
              {step.comment !== null && step.comment !== '' && (
                <p className="text-xs text-soft [overflow-wrap:anywhere]">{show(step.comment)}</p>
              )}
            </div>
            <span className="flex flex-col items-end gap-1 text-xs text-soft">
              {step.createdAt !== null && <Time at={step.createdAt} />}
              {step.emptyLayer && <Pill>no layer</Pill>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

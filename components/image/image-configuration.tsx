import type { ReactNode } from 'react'
import { Panel } from '#components/ui/panel.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'

type ClaimedImage = NonNullable<ImageDto['image']>

/** How the image says it wants to be run. */
export function ImageConfiguration({ image }: { readonly image: ClaimedImage }) {
  return (
    <>
      <Panel title="Configuration" aside="claimed">
        <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-4 py-3.5">
          <Setting name="Entrypoint">
            <Command words={image.entrypoint} />
          </Setting>
          <Setting name="Command">
            <Command words={image.cmd} />
          </Setting>
          <Setting name="User">
            {image.user === null || image.user === '' ? 'root (none set)' : <Code text={image.user} />}
          </Setting>
          {image.workingDir !== null && image.workingDir !== '' && (
            <Setting name="Working dir">
              <Code text={image.workingDir} />
            </Setting>
          )}
          {image.exposedPorts.length > 0 && (
            <Setting name="Ports">
              <Code text={image.exposedPorts.join(' ')} />
            </Setting>
          )}
          {image.env.length > 0 && (
            <Setting name="Environment">
              <ul className="grid gap-0.5">
                {image.env.map((variable, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a variable may be set twice.
                  <li key={index}>
                    <Code text={variable} />
                  </li>
                ))}
              </ul>
            </Setting>
          )}
        </dl>
      </Panel>
      <NamedTexts title="Labels" aside="claimed" texts={image.labels} />
    </>
  )
}

function Code({ text }: { readonly text: string }) {
  const show = useDocumentText()
  return <code className="text-xs">{show(text)}</code>
}

function Command({ words }: { readonly words: readonly string[] }) {
  return words.length === 0 ? <span className="text-soft">None</span> : <Code text={JSON.stringify(words)} />
}

function Setting({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

type NamedTextsProps = {
  readonly title: string
  readonly aside: string
  readonly texts: Readonly<Record<string, string>>
}

/** Names and values as the image claims them; nothing where there are none. */
export function NamedTexts({ title, aside, texts }: NamedTextsProps) {
  const entries = Object.entries(texts)
  const show = useDocumentText()
  if (entries.length === 0) return null
  return (
    <Panel title={title} aside={aside}>
      <dl className="grid gap-2 px-4 py-3.5">
        {entries.map(([name, value]) => (
          <div key={name} className="min-w-0 [overflow-wrap:anywhere]">
            <dt className="text-xs text-soft">{show(name)}</dt>
            <dd>{show(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

import { CodeBlock } from '#components/ui/code-block.tsx'
import { formatSchema } from '#lib/format/schema-text.ts'
import { type ApiDocument, type ApiParameter, groupOperations, type ListedOperation } from './api-document.ts'

/** Every endpoint with its parameters, body and answer, and the shapes that they share. */
export function ApiReference({ document }: { readonly document: ApiDocument }) {
  const groups = groupOperations(document)
  const shapes = Object.entries(document.components.schemas ?? {})
  return (
    <div className="space-y-8">
      <nav aria-label="Endpoints">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {groups.map(({ noun }) => (
            <li key={noun}>
              <a href={`#${noun}`} className="link">
                {noun}
              </a>
            </li>
          ))}
          <li>
            <a href="#shapes" className="link">
              Shapes
            </a>
          </li>
        </ul>
      </nav>
      {groups.map(({ noun, operations }) => (
        <section key={noun} id={noun} aria-label={noun} className="space-y-3">
          <h2 className="text-xl font-semibold">{noun}</h2>
          {operations.map((one) => (
            <Operation key={`${one.method} ${one.path}`} {...one} />
          ))}
        </section>
      ))}
      <section id="shapes" aria-label="Shapes" className="space-y-3">
        <h2 className="text-xl font-semibold">Shapes</h2>
        {shapes.map(([name, schema]) => (
          <details
            key={name}
            id={`shape-${name}`}
            className="overflow-hidden rounded-panel border border-line bg-surface"
          >
            <summary className="fold flex flex-wrap items-baseline gap-x-3 px-4 py-2.5 hover:bg-sunken">
              <code className="font-semibold">{name}</code>
              {schema.description !== undefined && <span className="text-sm text-soft">{schema.description}</span>}
            </summary>
            <div className="border-t border-line px-4 py-3">
              <CodeBlock code={formatSchema(schema)} label={`Copy the shape ${name}`} wrap={false} />
            </div>
          </details>
        ))}
      </section>
    </div>
  )
}

function Operation({ method, path, operation }: ListedOperation) {
  const [bodyType, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const answers = Object.entries(operation.responses).filter(([status]) => status !== 'default')
  return (
    <details className="overflow-hidden rounded-panel border border-line bg-surface">
      <summary className="fold flex flex-wrap items-baseline gap-x-3 px-4 py-2.5 hover:bg-sunken">
        <code className="w-14 flex-none font-semibold">{method}</code>
        <code className="[overflow-wrap:anywhere]">{path}</code>
        <span className="text-sm text-soft">{operation.summary}</span>
      </summary>
      <div className="space-y-3 border-t border-line px-4 py-3">
        <Parameters parameters={operation.parameters ?? []} />
        {body?.schema !== undefined && (
          <div>
            <h3 className="mb-1 text-sm font-medium">
              Body <span className="font-normal text-soft">{bodyType}</span>
            </h3>
            <CodeBlock code={formatSchema(body.schema)} label="Copy the body’s shape" wrap={false} />
          </div>
        )}
        {answers.map(([status, answer]) => {
          const [type, content] = Object.entries(answer.content ?? {})[0] ?? []
          return (
            <div key={status}>
              <h3 className="mb-1 text-sm font-medium">
                {status} <span className="font-normal text-soft">{type ?? 'no content'}</span>
              </h3>
              {content?.schema !== undefined && (
                <CodeBlock code={formatSchema(content.schema)} label="Copy the answer’s shape" wrap={false} />
              )}
            </div>
          )
        })}
        <p className="text-xs text-soft">
          Anything else is <code>application/problem+json</code> with a code of{' '}
          <a href="/docs/errors" className="link">
            this list
          </a>
          .
        </p>
      </div>
    </details>
  )
}

function Parameters({ parameters }: { readonly parameters: readonly ApiParameter[] }) {
  if (parameters.length === 0) return null
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">Parameters</h3>
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
        {parameters.map((parameter) => (
          <div key={parameter.name} className="contents">
            <dt>
              <code>{parameter.name}</code>
              <span className="text-xs text-soft">
                {' '}
                {parameter.in}
                {parameter.required === true ? ', required' : ''}
              </span>
            </dt>
            <dd className="min-w-0 text-soft">
              <code className="[overflow-wrap:anywhere]">{formatSchema(parameter.schema ?? {})}</code>
              {parameter.description !== undefined && <> {parameter.description}</>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

import type { Metadata } from 'next'
import { PageHeader } from '#components/layout/page-header.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { type ConfigurableLimit, configurableLimits } from '#lib/config/configurable-limits.ts'
import { defaultLimits, limits } from '#lib/config/limits.ts'
import { formatLimit } from '#lib/format/limit.ts'

export const metadata: Metadata = { title: 'Limits' }

const example = `limits:
  maxReferrers: 2000
  inspectionTimeoutMs: 120000`

export default function LimitsPage() {
  return (
    <>
      <PageHeader
        title="Limits"
        lead="Every size, count, depth and time is bounded, so that no registry and no document can take this server down. These bounds can be changed."
      />
      <div className="prose">
        <p>
          What passes one is said with{' '}
          <Link href="/docs/errors/LIMIT_EXCEEDED" className="link">
            <code>LIMIT_EXCEEDED</code>
          </Link>
          , whose context names it. Nothing is concluded from what was not read: such an image could not be checked. In
          the file that <code>TOUCHSTONE_CONFIG</code> names, whole numbers of bytes, milliseconds or pieces:
        </p>
      </div>
      <div className="mt-3 max-w-xl">
        <CodeBlock code={example} label="Copy the example" />
      </div>
      <div className="mt-5 max-w-4xl">
        <Panel title="What can be changed" aside="default, and the range that is allowed">
          <ul className="divide-y divide-line">
            {(Object.keys(configurableLimits) as ConfigurableLimit[]).map((name) => (
              <LimitRow key={name} name={name} />
            ))}
          </ul>
        </Panel>
      </div>
    </>
  )
}

function LimitRow({ name }: { readonly name: ConfigurableLimit }) {
  const { least, most, what } = configurableLimits[name]
  const isChanged = limits[name] !== defaultLimits[name]
  return (
    <li id={name} className="grid gap-x-4 px-4 py-1.5 sm:grid-cols-[13rem_minmax(0,1fr)_auto]">
      <code className="[overflow-wrap:anywhere]">{name}</code>
      <span className="text-soft">{what}</span>
      <span className="num sm:text-right">
        {formatLimit(name, defaultLimits[name])}
        {isChanged && <span className="font-semibold"> · here {formatLimit(name, limits[name])}</span>}
        <span className="block text-xs text-soft">
          {formatLimit(name, least)} to {formatLimit(name, most)}
        </span>
      </span>
    </li>
  )
}

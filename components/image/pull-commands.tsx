import { CodeBlock } from '#components/ui/code-block.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ImageSubject } from './image-target.ts'

type PullCommandsProps = { readonly subject: ImageSubject; readonly digest: string }

// A digest has no place to break at.
const breaking = '[&_pre]:break-all'

/** How to pull it: by its tag, and by the digest that this verdict is about. An OCI layout has nothing to pull from. */
export function PullCommands({ subject, digest }: PullCommandsProps) {
  const { host, repository, tag, platform } = subject
  if (host.endsWith('.layout')) return null
  const option = platform === null ? '' : `--platform ${platform} `
  return (
    <Panel title="Pull it" aside="the digest is what was checked">
      <div className="grid gap-2.5 px-4 py-3.5">
        <CodeBlock
          code={`docker pull ${repository}@${digest}`}
          label="Copy the command that pulls by digest"
          className={breaking}
        />
        {tag !== null && (
          <CodeBlock
            code={`docker pull ${option}${repository}:${tag}`}
            label="Copy the command that pulls by tag"
            className={breaking}
          />
        )}
      </div>
    </Panel>
  )
}

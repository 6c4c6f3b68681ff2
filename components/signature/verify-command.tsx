import { CodeBlock } from '#components/ui/code-block.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { listCommandFiles } from '#lib/format/command-files.ts'
import { findCommandObstacle } from '#lib/format/command-obstacle.ts'

/** The command by which another tool checks the same, with the files that it reads; in words where there is none. */
export function VerifyCommand({ evidence }: { readonly evidence: EvidenceDto }) {
  const { command, signer } = evidence
  if (command === null) {
    const obstacle = signer === null ? null : findCommandObstacle(evidence)
    return obstacle === null ? null : <p className="text-sm text-soft">No other tool says the same: {obstacle}.</p>
  }
  return (
    <div className="grid gap-1.5">
      <CodeBlock code={command} />
      <ul className="text-xs text-soft">
        {listCommandFiles(command).map(({ name, holds }) => (
          <li key={name}>
            <code>{name}</code>: {holds}
          </li>
        ))}
      </ul>
    </div>
  )
}

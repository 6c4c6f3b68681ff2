import { Download } from 'lucide-react'
import { openRecheck } from '#components/command/shortcuts.tsx'
import { VerifyCommand } from '#components/signature/verify-command.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { evidenceBundlePath } from '#lib/queries/verdict.ts'
import type { ImageSubject } from './image-target.ts'

type VerifyYourselfProps = {
  readonly subject: ImageSubject
  /** The signature whose command stands here; undefined where there is none. */
  readonly evidence: EvidenceDto | undefined
}

/** The same check by other means: a command that asks the registry, and a file that needs none. */
export function VerifyYourself({ subject, evidence }: VerifyYourselfProps) {
  return (
    <Panel title="Verify it yourself" id="verify">
      <PanelBody className="grid gap-2">
        {evidence !== undefined && (
          <>
            <VerifyCommand evidence={evidence} />
            {evidence.command !== null && subject.host.endsWith('.layout') && (
              <p className="text-xs text-soft">
                This source is an OCI layout: give cosign the name under which a registry holds the image.
              </p>
            )}
          </>
        )}
        <p className={`text-sm text-soft ${evidence === undefined ? '' : 'mt-2'}`}>
          Offline: the evidence with the keys, roots and rules that judged it. The command fails if anything comes out
          otherwise.
        </p>
        <CodeBlock code="npm run recheck -- FILE" label="Copy the command that checks the file" />
        <div className="no-print flex flex-wrap items-center gap-2">
          <a href={evidenceBundlePath(subject)} download className={buttonClass({})}>
            <Download aria-hidden="true" size={14} />
            Download evidence
          </a>
          <Button look="quiet" onClick={openRecheck}>
            Check a bundle
          </Button>
        </div>
      </PanelBody>
    </Panel>
  )
}

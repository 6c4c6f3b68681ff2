'use client'

import DialogFrame from '#components/ui/dialog-frame.tsx'
import { KeyHint } from '#components/ui/pill.tsx'

const keys = [
  { keys: ['Ctrl', 'K'], or: ['⌘', 'K'], does: 'Open the command menu' },
  { keys: ['/'], does: 'Go to the search field' },
  { keys: ['j'], does: 'Next row' },
  { keys: ['k'], does: 'Previous row' },
  { keys: ['Enter'], does: 'Open the row' },
  { keys: ['Esc'], does: 'Close what is open' },
  { keys: ['?'], does: 'Show this list' },
] as const satisfies readonly { keys: readonly string[]; or?: readonly string[]; does: string }[]

export default function KeyList({ onClose }: { readonly onClose: () => void }) {
  return (
    <DialogFrame onClose={onClose} title="Keyboard shortcuts">
      <dl className="divide-y divide-line">
        {keys.map((entry) => (
          <div key={entry.does} className="flex items-center gap-4 py-2">
            <dt className="flex-1">{entry.does}</dt>
            <dd className="flex items-center gap-1">
              <Strokes strokes={entry.keys} />
              {'or' in entry && (
                <>
                  <span className="px-1 text-soft">or</span>
                  <Strokes strokes={entry.or} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-soft">An image reference, a digest or a key can be pasted on any page.</p>
    </DialogFrame>
  )
}

function Strokes({ strokes }: { readonly strokes: readonly string[] }) {
  return strokes.map((stroke) => <KeyHint key={stroke}>{stroke}</KeyHint>)
}

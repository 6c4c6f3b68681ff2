import { useDocumentText } from '#components/ui/secrets.tsx'

/** Text of an author, line by line, as text. */
export function PlainText({ text }: { readonly text: string }) {
  const show = useDocumentText()
  const shown = text
    .split('\n')
    .map((line) => show(line, 20_000))
    .join('\n')
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-control bg-sunken px-3 py-2 text-xs leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {shown}
    </pre>
  )
}

import { Archive, KeyRound, OctagonX } from 'lucide-react'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { keyStateWords } from './key-words.ts'

const looks = {
  active: { Icon: KeyRound, tone: 'text-ink' },
  retired: { Icon: Archive, tone: 'text-soft' },
  compromised: { Icon: OctagonX, tone: 'text-invalid' },
} as const

/** A key's state as picture and word. */
export function KeyStateMark({ state }: { readonly state: KeyDto['state'] }) {
  const { Icon, tone } = looks[state]
  return (
    <span className={`flex items-center gap-2 whitespace-nowrap font-medium ${tone}`}>
      <Icon aria-hidden="true" size={16} />
      {keyStateWords[state].word}
    </span>
  )
}

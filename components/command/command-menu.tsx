'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { type ClipboardEvent, type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { destinations, settings } from '#components/layout/destinations.ts'
import { applyTheme } from '#components/layout/theme-toggle.tsx'
import { StateMark } from '#components/state/state-mark.tsx'
import '#components/ui/allow-dialog-styles.ts'
import { KeyHint } from '#components/ui/pill.tsx'
import { imagePath, repositoryPath } from '#lib/format/page-path.ts'
import { recognisePaste } from '#lib/format/recognise-paste.ts'
import { looksQuery } from '#lib/queries/looks.ts'
import { repositoriesQuery } from '#lib/queries/repositories.ts'
import { privateKeyWarning, toDestination } from './go-to-paste.ts'

type CommandMenuProps = {
  readonly onClose: () => void
  /** Something else in its place. */
  readonly onOpen: (what: 'keys' | 'recheck') => void
}

const places = [
  ...destinations.filter(({ label }) => label !== 'Settings').map(({ href, label }) => ({ href, label })),
  ...settings.map(({ href, label }) => ({ href, label: `Settings: ${label}` })),
  { href: '/docs/guide', label: 'Guide: from a key pair to the verdict' },
  { href: '/docs/states', label: 'What the states mean' },
  { href: '/docs/api', label: 'API' },
]

/** Everything by typing: open a pasted reference, find a repository, go somewhere, change the theme. */
export default function CommandMenu({ onClose, onOpen }: CommandMenuProps) {
  const router = useRouter()
  const [text, setText] = useState('')
  const [selected, setSelected] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const query = useDeferredValue(text.trim())
  const paste = recognisePaste(query)
  const repositories = useQuery({
    ...repositoriesQuery({ q: query, limit: 8 }),
    enabled: query.length > 1 && paste.kind !== 'private-key',
  })
  const looks = useQuery(looksQuery(6))
  const openValue =
    paste.kind === 'digest' || (paste.kind === 'reference' && !paste.isBareWord) ? `open ${query}` : null
  useEffect(() => {
    if (openValue !== null) setSelected(openValue)
  }, [openValue])
  // Entries that arrive after the last key stroke are not selected by cmdk: Enter would then do nothing.
  useEffect(() => {
    const current = list.current?.querySelector(`[cmdk-item][data-value="${CSS.escape(selected)}"]`)
    const first = list.current?.querySelector('[cmdk-item]')
    if (current === null && first) setSelected(first.getAttribute('data-value') ?? '')
  })
  const go = (href: string | null) => {
    if (href === null) return
    onClose()
    router.push(href)
  }
  const takeKey = (event: ClipboardEvent) => {
    const pasted = recognisePaste(event.clipboardData.getData('text'))
    if (pasted.kind !== 'pem' && pasted.kind !== 'private-key') return
    event.preventDefault()
    if (pasted.kind === 'private-key') setText('-----BEGIN PRIVATE KEY-----')
    else go(toDestination(pasted, 'image'))
  }
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      label="Command menu"
      value={selected}
      onValueChange={setSelected}
      loop
      overlayClassName="fixed inset-0 z-40 bg-shade"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-panel border border-line bg-surface shadow-2xl"
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        onPaste={takeKey}
        placeholder="Paste a reference, or search"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
      />
      <Command.List ref={list} className="max-h-[min(26rem,60vh)] scroll-py-2 overflow-y-auto p-2">
        <Command.Empty className="px-3 py-6 text-center text-soft">
          Nothing fits. Enter a whole reference to open an image.
        </Command.Empty>
        {paste.kind === 'private-key' && <p className="px-3 py-2 text-invalid">{privateKeyWarning}</p>}
        {paste.kind === 'reference' && !paste.isBareWord && (
          <Entry value={`open ${query}`} onSelect={() => go(imagePath(paste.reference))}>
            Inspect <code className="truncate">{paste.reference}</code>
          </Entry>
        )}
        {paste.kind === 'digest' && (
          <Entry value={`open ${query}`} onSelect={() => go(toDestination(paste, 'image'))}>
            Find this digest among the images looked at
          </Entry>
        )}
        {query !== '' && (repositories.data?.items.length ?? 0) > 0 && (
          <Group heading="Repositories">
            {repositories.data?.items.map(({ repository }) => (
              <Entry
                key={repository}
                value={`repository ${repository} ${query}`}
                onSelect={() => go(repositoryPath(repository))}
              >
                <span className="truncate">{repository}</span>
              </Entry>
            ))}
          </Group>
        )}
        {(looks.data?.items.length ?? 0) > 0 && (
          <Group heading="Looked at lately">
            {looks.data?.items.map((look) => (
              <Entry
                key={look.reference}
                value={`look ${look.reference}`}
                onSelect={() => go(imagePath(look.reference))}
              >
                <StateMark state={look.state} />
                <span className="truncate">{look.reference}</span>
              </Entry>
            ))}
          </Group>
        )}
        <Group heading="Go to">
          {places.map(({ href, label }) => (
            <Entry key={href} value={`go ${label}`} onSelect={() => go(href)}>
              {label}
            </Entry>
          ))}
        </Group>
        <Group heading="Do">
          <Entry value="add a public key" onSelect={() => go('/keys?add=key')}>
            Add a public key
          </Entry>
          <Entry value="add a registry" onSelect={() => go('/settings/registries?add=registry')}>
            Add a registry
          </Entry>
          <Entry value="add a trusted root" onSelect={() => go('/settings/trusted-roots?add=file')}>
            Add a trusted root
          </Entry>
          <Entry value="check an evidence bundle again" onSelect={() => onOpen('recheck')}>
            Check an evidence bundle
          </Entry>
          {(['light', 'dark', 'system'] as const).map((theme) => (
            <Entry
              key={theme}
              value={`theme ${theme}`}
              onSelect={() => {
                applyTheme(theme)
                onClose()
              }}
            >
              Theme: {theme === 'system' ? 'as the device' : theme}
            </Entry>
          ))}
          <Entry value="show keys shortcuts" onSelect={() => onOpen('keys')}>
            Keyboard shortcuts{' '}
            <span className="ml-auto">
              <KeyHint>?</KeyHint>
            </span>
          </Entry>
        </Group>
        {paste.kind === 'reference' && paste.isBareWord && (
          <Entry value={`open ${query}`} onSelect={() => go(imagePath(paste.reference))}>
            Inspect <code className="truncate">{paste.reference}</code>
          </Entry>
        )}
      </Command.List>
    </Command.Dialog>
  )
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-soft"
    >
      {children}
    </Command.Group>
  )
}

type EntryProps = { readonly value: string; readonly onSelect: () => void; readonly children: ReactNode }

function Entry({ value, onSelect, children }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-3 py-1 data-[selected=true]:bg-sunken"
    >
      {children}
    </Command.Item>
  )
}

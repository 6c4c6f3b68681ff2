'use client'

import { DropdownMenu } from 'radix-ui'
import { type MenuItem, type MenuProps, menuTriggerClass } from './menu.tsx'

const itemClass = (danger = false): string =>
  `flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm outline-none data-[highlighted]:bg-sunken ${danger ? 'text-invalid' : ''}`

export default function MenuList(props: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger aria-label={props.accessibleName} className={menuTriggerClass(props)}>
        {props.label}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById('main')}>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-44 animate-appear rounded-panel border border-line bg-surface p-1 shadow-lg"
        >
          {props.items.map((item) => (
            <MenuEntry key={item.label} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function MenuEntry({ item }: { readonly item: MenuItem }) {
  const inner = (
    <>
      {item.icon}
      {item.label}
    </>
  )
  if ('href' in item) {
    return (
      <DropdownMenu.Item asChild className={itemClass(item.danger)}>
        <a href={item.href} download={item.download === true ? '' : undefined}>
          {inner}
        </a>
      </DropdownMenu.Item>
    )
  }
  return (
    <DropdownMenu.Item onSelect={item.onSelect} className={itemClass(item.danger)}>
      {inner}
    </DropdownMenu.Item>
  )
}

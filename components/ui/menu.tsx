'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { buttonClass } from './button.tsx'

const loadMenu = () => import('./menu-list.tsx')
const MenuList = lazy(loadMenu)

export type MenuItem = {
  readonly label: string
  readonly icon?: ReactNode
  readonly danger?: boolean
} & ({ readonly onSelect: () => void } | { readonly href: string; readonly download?: boolean })

export type MenuProps = {
  readonly label: ReactNode
  /** When the label is only a picture. */
  readonly accessibleName?: string
  readonly items: readonly MenuItem[]
  readonly look?: 'plain' | 'quiet'
  readonly size?: 's' | 'm'
}

/** A button with a menu. Radix arrives when somebody points at it or focuses it. */
export function Menu(props: MenuProps) {
  const [opened, setOpened] = useState(false)
  const trigger = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={props.accessibleName}
      onPointerEnter={loadMenu}
      onFocus={loadMenu}
      onClick={() => setOpened(true)}
      className={menuTriggerClass(props)}
    >
      {props.label}
    </button>
  )
  if (!opened) return trigger
  return (
    <Suspense fallback={trigger}>
      <MenuList {...props} />
    </Suspense>
  )
}

export const menuTriggerClass = ({ look = 'plain', size = 'm' }: MenuProps): string => buttonClass({ look, size })

import type { ComponentProps } from 'react'
import { Link } from './link.tsx'

type ButtonLook = {
  /** `first` is the one thing to do here; `quiet` has no edge until it is pointed at. */
  readonly look?: 'first' | 'plain' | 'quiet' | 'danger'
  readonly size?: 's' | 'm'
}

const looks = {
  first: 'bg-ink text-paper border-ink hover:opacity-90 disabled:opacity-45',
  plain: 'bg-surface text-ink border-line hover:border-edge hover:bg-sunken disabled:text-soft',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-sunken hover:text-ink disabled:opacity-60',
  danger: 'bg-surface text-invalid border-invalid hover:bg-sunken disabled:opacity-60',
} as const
const sizes = { s: 'h-7 px-2.5 text-xs gap-1.5', m: 'h-[34px] px-3.5 text-sm gap-2' } as const

export function buttonClass({ look = 'plain', size = 'm' }: ButtonLook, extra = ''): string {
  return `inline-flex items-center justify-center whitespace-nowrap rounded-control border font-medium transition-colors duration-100 ${looks[look]} ${sizes[size]} ${extra}`
}

export function Button({ look, size, className, type = 'button', ...rest }: ComponentProps<'button'> & ButtonLook) {
  return <button type={type} className={buttonClass(pick(look, size), className)} {...rest} />
}

export function ButtonLink({ look, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={buttonClass(pick(look, size), className)} {...rest} />
}

const pick = (look: ButtonLook['look'], size: ButtonLook['size']): ButtonLook => ({
  ...(look === undefined ? {} : { look }),
  ...(size === undefined ? {} : { size }),
})

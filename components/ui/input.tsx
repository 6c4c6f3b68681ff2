import type { ComponentProps } from 'react'

const frame =
  'w-full rounded-control border border-edge bg-paper text-ink transition-colors duration-100 hover:border-soft aria-invalid:border-invalid disabled:opacity-60'

export function Input({ className = '', type = 'text', ...rest }: ComponentProps<'input'>) {
  return <input type={type} className={`h-9 px-3 ${frame} ${className}`} {...rest} />
}

export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={`min-h-24 px-3 py-2 font-mono text-xs leading-normal ${frame} ${className}`} {...rest} />
}

export function Select({ className = '', ...rest }: ComponentProps<'select'>) {
  return <select className={`h-9 px-2.5 ${frame} ${className}`} {...rest} />
}

'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { buttonClass } from '#components/ui/button.tsx'
import { type Theme, themeCookie, themes } from './theme.ts'

const looks = {
  system: { Icon: Monitor, word: 'as the device' },
  light: { Icon: Sun, word: 'light' },
  dark: { Icon: Moon, word: 'dark' },
} as const

/** Steps through the device's theme, light and dark. */
export function ThemeToggle({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const { Icon, word } = looks[theme]
  const step = () => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
    setTheme(next)
    applyTheme(next)
  }
  return (
    <button
      type="button"
      onClick={step}
      aria-label={`Theme: ${word}. Change`}
      title={`Theme: ${word}`}
      className={buttonClass({ look: 'quiet' }, 'px-2!')}
    >
      <Icon aria-hidden="true" size={17} />
    </button>
  )
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`
}

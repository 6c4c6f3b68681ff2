import { useSyncExternalStore } from 'react'

const query = '(max-width: 40rem)'

/** True on a screen too narrow for things side by side; the server takes every screen for a wide one. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )

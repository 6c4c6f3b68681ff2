import { useCallback, useSyncExternalStore } from 'react'

/** True on a screen too narrow for things side by side; the server takes every screen for a wide one. */
export function useNarrow(maxWidth: '40rem' | '64rem' = '40rem'): boolean {
  const query = `(max-width: ${maxWidth})`
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}

import { type RefObject, useLayoutEffect } from 'react'

export const findStop = (root: HTMLElement | null, id: string): HTMLElement | null =>
  root?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(id)}"]`) ?? null

/** Makes one box or line the tab stop, and marks it as chosen; all others are reached from it. */
export function useStop(root: RefObject<HTMLElement | null>, id: string, isChosen: boolean, drawn: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was drawn anew has to be marked anew.
  useLayoutEffect(() => {
    const element = findStop(root.current, id)
    if (element === null) return
    element.tabIndex = 0
    if (isChosen) element.setAttribute('aria-pressed', 'true')
    return () => {
      element.tabIndex = -1
      element.removeAttribute('aria-pressed')
    }
  }, [root, id, isChosen, drawn])
}

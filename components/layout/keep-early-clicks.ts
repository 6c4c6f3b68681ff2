/**
 * Keeps a click on a button that the server drew and whose code is still on its way, until it has come.
 * React drops such a click (react.dev, `hydrateRoot`); a form would even be sent as a page of its own.
 */
export function keepEarlyClicks(): void {
  let kept: Element | null = null
  document.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      kept = null
      if (button === null || isAwake(button)) return
      event.preventDefault()
      kept = button
      const wait = () => {
        if (kept !== button || !button.isConnected) return
        if (isAwake(button)) button.click()
        else requestAnimationFrame(wait)
      }
      requestAnimationFrame(wait)
    },
    true,
  )
}

/** Whether React knows the element, which it marks with a property of its own; were that renamed, early clicks would be lost again. */
const isAwake = (element: Element): boolean => Object.keys(element).some((name) => name.startsWith('__reactProps$'))

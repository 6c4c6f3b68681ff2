/** Puts `text` on the clipboard; false when the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

// The clipboard API exists only on https and localhost; a server in the LAN is reached over plain http.
function copyBySelection(text: string): boolean {
  const holder = document.createElement('textarea')
  holder.value = text
  holder.className = 'sr-only'
  holder.setAttribute('aria-hidden', 'true')
  const focused = document.activeElement
  ;(document.querySelector('[role="dialog"]') ?? document.body).append(holder)
  holder.select()
  const done = document.execCommand('copy')
  holder.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}

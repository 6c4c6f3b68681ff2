/** A word for a POSIX shell, quoted where it needs to be. */
export function formatShellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** Of a source that is a layout, which no other tool reads in this form. */
export const isLayoutImage = (image: string): boolean => /^[^/]+\.layout\//.test(image)

/** An image for a command. That of a layout is named as in the registry that the layout is copied to. */
export function formatImageWord(image: string): string {
  if (!isLayoutImage(image)) return formatShellWord(image)
  return `"$REGISTRY"/${formatShellWord(image.slice(image.indexOf('/') + 1))}`
}

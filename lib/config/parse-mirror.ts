/** The address of a TUF repository without a slash at its end; null for what is none: other schemes, user names, queries. */
export function parseMirror(text: string): string | null {
  const url = URL.parse(text.trim())
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return null
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

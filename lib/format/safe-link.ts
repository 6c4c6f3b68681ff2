/** A link that may be drawn: `href` as the parser understood it, `host` to show where it leads. */
export type SafeLink = { readonly href: string; readonly host: string }

const maxLength = 2048
// Characters that no address needs unescaped and that parsers drop or reinterpret: spaces, controls, quotes, backslash.
const unsafePattern = /[\s\p{C}"'<>\\^`{|}]/u

/**
 * The text as a link when it is an http or https address by the parsed protocol; null for everything else, which is to
 * be shown as text: other schemes, relative addresses, user names in the address, odd characters.
 */
export function safeLink(text: string): SafeLink | null {
  if (text.length > maxLength || !/^https?:\/\/[^/]/i.test(text) || unsafePattern.test(text)) return null
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  // `https://trusted.example@evil.example` reads as one host and leads to another; passwords are not for showing.
  if (url.username !== '' || url.password !== '' || url.host === '') return null
  return { href: url.href, host: url.host }
}

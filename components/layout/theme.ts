/** `system` follows the device; the others are kept in a cookie, so that the server sends the right page at once. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const themeCookie = 'touchstone-theme'

export function identifyTheme(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? 'system'
}

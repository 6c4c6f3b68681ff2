/** The main places; `also` are addresses that belong to one without lying under it. */
export const destinations = [
  { href: '/', label: 'Overview', also: [] },
  { href: '/repositories', label: 'Repositories', also: ['/images'] },
  { href: '/keys', label: 'Keys', also: [] },
  { href: '/settings/registries', label: 'Settings', also: ['/settings'] },
  { href: '/docs', label: 'Docs', also: [] },
] as const satisfies readonly { href: string; label: string; also: readonly string[] }[]

/** The pages of the settings. */
export const settings = [
  { href: '/settings/registries', label: 'Registries' },
  { href: '/settings/trusted-roots', label: 'Trusted roots' },
] as const satisfies readonly { href: string; label: string }[]

/** True when `pathname` is `root` or lies under it; the overview holds itself only. */
export function isWithin(root: string, pathname: string): boolean {
  return pathname === root || (root !== '/' && pathname.startsWith(`${root}/`))
}

import { type SafeLink, safeLink } from './safe-link.ts'

type Purl = {
  readonly type: string
  readonly namespace: readonly string[]
  readonly name: string
  readonly version: string | null
}

const maxLength = 1024
const purlPattern = /^pkg:\/{0,2}([A-Za-z][A-Za-z0-9.+-]{0,60})\/([!-~]+)$/

/**
 * The public page of the package that a package URL names; null when the text is no valid package URL, the ecosystem
 * is not known here, or the package comes from a registry of its own.
 */
export function purlLink(purl: string): SafeLink | null {
  const parsed = parsePurl(purl)
  if (parsed === null || !Object.hasOwn(pages, parsed.type)) return null
  const page = pages[parsed.type]?.(parsed) ?? null
  return page === null ? null : safeLink(page)
}

/** Reads the parts that a page is addressed by (purl specification, "How to parse a purl string"). */
function parsePurl(text: string): Purl | null {
  const match = text.length > maxLength ? null : purlPattern.exec(text)
  if (match === null) return null
  const [path = '', qualifiers = ''] = String(match[2]).split('#', 1)[0]?.split('?', 2) ?? []
  if (/(?:^|&)repository_url=/.test(qualifiers)) return null
  const at = path.lastIndexOf('@')
  const hasVersion = at > path.lastIndexOf('/') + 1
  const segments = (hasVersion ? path.slice(0, at) : path).split('/').filter((segment) => segment !== '')
  const decoded = segments.map(decodeSegment)
  const version = hasVersion ? decodeSegment(path.slice(at + 1)) : null
  const name = decoded.pop()
  if (name === undefined || name === null || decoded.includes(null) || (hasVersion && version === null)) return null
  return { type: String(match[1]).toLowerCase(), namespace: decoded.filter((part) => part !== null), name, version }
}

/** A decoded part; null when it would step out of its place in a path, or hides something. */
function decodeSegment(segment: string): string | null {
  try {
    const text = decodeURIComponent(segment)
    return text === '' || /^\.{1,2}$|[/\\\s\p{C}<>"'`]/u.test(text) ? null : text
  } catch {
    return null
  }
}

const part = encodeURIComponent

const withVersion = (page: string, before: string, { version }: Purl): string =>
  version === null ? page : `${page}${before}${part(version)}`

const joined = ({ namespace, name }: Purl): string => [...namespace, name].map(part).join('/')

const plain =
  (page: (name: string) => string, before: string) =>
  (purl: Purl): string | null =>
    purl.namespace.length > 0 ? null : withVersion(page(part(purl.name)), before, purl)

const pages: Readonly<Record<string, (purl: Purl) => string | null>> = {
  npm: (purl) => withVersion(`https://www.npmjs.com/package/${joined(purl).replace(/^%40/, '@')}`, '/v/', purl),
  pypi: plain((name) => `https://pypi.org/project/${name}`, '/'),
  gem: plain((name) => `https://rubygems.org/gems/${name}`, '/versions/'),
  cargo: plain((name) => `https://crates.io/crates/${name}`, '/'),
  nuget: plain((name) => `https://www.nuget.org/packages/${name}`, '/'),
  hex: plain((name) => `https://hex.pm/packages/${name}`, '/'),
  pub: plain((name) => `https://pub.dev/packages/${name}`, '/versions/'),
  hackage: plain((name) => `https://hackage.haskell.org/package/${name}`, '-'),
  golang: (purl) => withVersion(`https://pkg.go.dev/${joined(purl)}`, '@', purl),
  maven: (purl) =>
    purl.namespace.length !== 1
      ? null
      : withVersion(`https://central.sonatype.com/artifact/${joined(purl)}`, '/', purl),
  composer: (purl) => (purl.namespace.length !== 1 ? null : `https://packagist.org/packages/${joined(purl)}`),
  github: (purl) => (purl.namespace.length !== 1 ? null : `https://github.com/${joined(purl)}`),
  deb: ({ namespace, name }) => {
    if (namespace[0] === 'debian')
      return `https://packages.debian.org/search?keywords=${part(name)}&searchon=names&exact=1`
    if (namespace[0] === 'ubuntu')
      return `https://packages.ubuntu.com/search?keywords=${part(name)}&searchon=names&exact=1`
    return null
  },
  apk: ({ namespace, name }) =>
    namespace[0] === 'alpine' ? `https://pkgs.alpinelinux.org/packages?name=${part(name)}` : null,
  rpm: ({ namespace, name }) =>
    namespace[0] === 'fedora' ? `https://packages.fedoraproject.org/search?query=${part(name)}` : null,
}

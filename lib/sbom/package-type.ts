const purlPattern = /^pkg:\/{0,2}([a-zA-Z][a-zA-Z0-9.+-]{0,60})\//

/** The type in a package URL in lower case (`deb`, `npm` …); null when the text is no package URL. */
export function toPackageType(purl: string | null): string | null {
  if (purl === null) return null
  const type = purlPattern.exec(purl)?.[1]
  return type === undefined ? null : type.toLowerCase()
}

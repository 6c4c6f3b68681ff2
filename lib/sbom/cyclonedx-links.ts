import { type JsonObject, toList, toObject, toText } from './claimed-values.ts'
import type { Placed } from './cyclonedx-problems.ts'
import type { LinkMeaning, LinkSource, StatedLink } from './package-links.ts'

/** `dependencies` of a CycloneDX document, and components inside of components; both in the words of the specification. */
export function readCyclonedxLinks(document: JsonObject, components: readonly Placed[]): LinkSource {
  const { dependencies } = document
  return {
    meaningOf,
    listLinks: () => listLinks(toList(dependencies), components),
    listFiles: () => [],
  }
}

const meaningOf = (type: string): LinkMeaning =>
  type === 'dependsOn' ? 'dependsOn' : type === 'components' ? 'contains' : 'other'

function* listLinks(dependencies: readonly unknown[], components: readonly Placed[]): Generator<StatedLink> {
  for (const value of dependencies) {
    const dependency = toObject(value)
    const from = toText(dependency?.ref)
    if (from === null) continue
    for (const type of ['dependsOn', 'provides']) {
      for (const item of toList(dependency?.[type])) {
        const to = toText(item)
        if (to !== null) yield { from, type, to }
      }
    }
  }
  for (const { component, place } of components) {
    for (const [index, inner] of toList(component.components).entries()) {
      const to = toText(toObject(inner)?.['bom-ref']) ?? `${place}.components[${index}]`
      yield { from: toText(component['bom-ref']) ?? place, type: 'components', to }
    }
  }
}

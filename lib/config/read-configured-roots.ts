import type { ConfiguredRoot, RootSettings } from './configured-source.ts'
import { invalid } from './listen-address.ts'
import { parseMirror } from './parse-mirror.ts'
import { type Place, readText } from './read-secret.ts'

/** The trusted roots of the configuration file with what their files hold, which is looked at later. */
export async function readConfiguredRoots(list: readonly RootSettings[], place: Place): Promise<ConfiguredRoot[]> {
  const roots: ConfiguredRoot[] = []
  for (const [index, settings] of list.entries()) {
    const where = `${place.where}: trustedRoots[${index}]`
    if (roots.some(({ name }) => name === settings.name)) {
      throw invalid(`${where}.name`, `${where}.name: ${settings.name} is there twice.`)
    }
    roots.push({ name: settings.name, where, content: await readContent(settings, { ...place, where }) })
  }
  return roots
}

async function readContent({ file, tuf }: RootSettings, place: Place): Promise<ConfiguredRoot['content']> {
  const { where } = place
  if (file !== undefined) return { document: await readText(file, 'file', place) }
  if (tuf === undefined) throw invalid(where, `${where}: give a file, or a mirror under tuf.`)
  const mirror = parseMirror(tuf.mirror)
  if (mirror === null) {
    throw invalid(
      `${where}.tuf.mirror`,
      `${where}.tuf.mirror: must be an address such as https://tuf.example, without user name or query.`,
    )
  }
  return {
    mirror,
    tufRoot: await readText(tuf.root, 'tuf.root', place),
    caPem: tuf.caFile === undefined ? null : await readText(tuf.caFile, 'tuf.caFile', place),
  }
}

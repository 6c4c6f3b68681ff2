import { ClaimedValue } from './claimed-value.ts'
import { mergeSources, type ProvenanceView, readSource, readVcs } from './provenance.ts'
import { readResources } from './resource.ts'

const maxMaterials = 500
const buildkit = 'https://mobyproject.org/buildkit@v1#'

/** SLSA provenance v0.2 (slsa.dev/provenance/v0.2). Never throws. */
export function parseProvenanceV02(predicate: unknown): ProvenanceView {
  const root = new ClaimedValue(predicate)
  const invocation = root.at('invocation')
  const configSource = invocation.at('configSource')
  const metadata = root.at('metadata')
  const completeness = metadata.at('completeness')
  const materials = readResources(root.at('materials'), maxMaterials)
  return {
    kind: 'provenance',
    version: '0.2',
    builder: root.at('builder', 'id').text(),
    builderVersions: root.at('builder', 'version').fields(20),
    buildType: root.at('buildType').text(),
    sources: mergeSources(
      [
        readSource(configSource, 'invocation.configSource'),
        readVcs(metadata.at(`${buildkit}metadata`, 'vcs'), 'metadata, vcs of BuildKit'),
      ],
      materials.items,
      'materials',
    ),
    entryPoint: configSource.at('entryPoint').text(),
    // cosign v3 writes it with a small d.
    invocation: metadata.firstOf('buildInvocationId', 'buildInvocationID').text(),
    startedAt: metadata.at('buildStartedOn').text(),
    finishedAt: metadata.at('buildFinishedOn').text(),
    parameters: invocation.at('parameters').fields(),
    internals: invocation.at('environment').fields(),
    dependencies: materials,
    byproducts: { items: [], total: 0, unreadable: null },
    reproducible: metadata.at('reproducible').flag(),
    hermetic: metadata.at(`${buildkit}hermetic`).flag(),
    completeness: {
      parameters: completeness.at('parameters').flag(),
      environment: completeness.at('environment').flag(),
      dependencies: completeness.at('materials').flag(),
    },
  }
}

/** The first version (slsa.dev/provenance/v0.1): its recipe names a material by position. Never throws. */
export function parseProvenanceV01(predicate: unknown): ProvenanceView {
  const root = new ClaimedValue(predicate)
  const recipe = root.at('recipe')
  const metadata = root.at('metadata')
  const completeness = metadata.at('completeness')
  const materials = readResources(root.at('materials'), maxMaterials)
  return {
    kind: 'provenance',
    version: '0.1',
    builder: root.at('builder', 'id').text(),
    builderVersions: { items: [], total: 0, unreadable: null },
    buildType: recipe.at('type').text(),
    sources: mergeSources([], materials.items, 'materials'),
    entryPoint: recipe.at('entryPoint').text(),
    invocation: metadata.firstOf('buildInvocationId', 'buildInvocationID').text(),
    startedAt: metadata.at('buildStartedOn').text(),
    finishedAt: metadata.at('buildFinishedOn').text(),
    parameters: recipe.at('arguments').fields(),
    internals: recipe.at('environment').fields(),
    dependencies: materials,
    byproducts: { items: [], total: 0, unreadable: null },
    reproducible: metadata.at('reproducible').flag(),
    hermetic: null,
    completeness: {
      parameters: completeness.at('arguments').flag(),
      environment: completeness.at('environment').flag(),
      dependencies: completeness.at('materials').flag(),
    },
  }
}

import type { Claim } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { mergeSources, type ProvenanceView, readSource, readVcs, type SourceClaim } from './provenance.ts'
import { readResources } from './resource.ts'

const maxDependencies = 500

/** SLSA provenance v1 (slsa.dev/spec/v1.0/provenance), with what BuildKit, GitHub and others put into its open parts. Never throws. */
export function parseProvenanceV1(predicate: unknown): ProvenanceView {
  const root = new ClaimedValue(predicate)
  const definition = root.at('buildDefinition')
  const details = root.at('runDetails')
  const external = definition.at('externalParameters')
  const metadata = details.at('metadata')
  const dependencies = readResources(definition.at('resolvedDependencies'), maxDependencies)
  const completeness = metadata.firstOf('buildkit_completeness', 'completeness')
  return {
    kind: 'provenance',
    version: '1',
    builder: details.at('builder', 'id').text(),
    builderVersions: details.at('builder', 'version').fields(20),
    buildType: definition.at('buildType').text(),
    sources: mergeSources(
      [...readSources(external), readVcs(metadata.at('buildkit_metadata', 'vcs'), 'metadata.buildkit_metadata.vcs')],
      dependencies.items,
      'resolvedDependencies',
    ),
    entryPoint: readEntryPoint(external),
    // cosign v2 wrote it with a capital D.
    invocation: metadata.firstOf('invocationId', 'invocationID').text(),
    startedAt: metadata.at('startedOn').text(),
    finishedAt: metadata.at('finishedOn').text(),
    parameters: external.fields(),
    internals: definition.at('internalParameters').fields(),
    dependencies,
    byproducts: readResources(details.at('byproducts'), maxDependencies),
    reproducible: metadata.firstOf('buildkit_reproducible', 'reproducible').flag(),
    hermetic: metadata.firstOf('buildkit_hermetic', 'hermetic').flag(),
    completeness: {
      parameters: completeness.firstOf('request', 'parameters').flag(),
      environment: completeness.at('environment').flag(),
      dependencies: completeness.firstOf('resolvedDependencies', 'materials').flag(),
    },
  }
}

/** The places where build types of today name their source. */
function readSources(external: ClaimedValue): readonly (SourceClaim | null)[] {
  const places = ['workflow', 'source', 'configSource', 'buildConfigSource', 'sourceToBuild', 'repository']
  return places.map((name) => readSource(external.at(name), `externalParameters.${name}`))
}

function readEntryPoint(external: ClaimedValue): Claim {
  const places = [
    external.at('workflow', 'path'),
    external.at('configSource', 'path'),
    external.at('buildConfigSource', 'path'),
    external.at('entryPoint'),
    external.at('request', 'configSource', 'path'),
  ]
  return places.find((place) => typeof place.raw === 'string')?.text() ?? null
}

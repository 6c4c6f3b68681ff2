import type { RegistryDto } from '#lib/api/contract/registries.ts'

/** What is known about a source without asking it, in one quiet line. */
export function RegistryFacts({ registry }: { readonly registry: RegistryDto }) {
  const facts = [
    registry.name === registry.host ? null : registry.host,
    registry.kind === 'layout' ? 'OCI image layout' : null,
    registry.hasCredentials ? 'with credentials' : registry.kind === 'registry' ? 'anonymous' : null,
    registry.caPem === null ? null : 'own CA',
    registry.insecure ? 'plain HTTP allowed' : null,
    registry.readOnly ? 'from the configuration' : null,
  ].filter((fact) => fact !== null)
  return <p className="text-xs text-soft [overflow-wrap:anywhere]">{facts.join(' · ')}</p>
}

import type { RegistryDto } from '#lib/api/contract/registries.ts'

type RegistryFactsProps = { readonly registry: RegistryDto; readonly withHost?: boolean }

/** What is known about a source without asking it, in one quiet line. */
export function RegistryFacts({ registry, withHost = false }: RegistryFactsProps) {
  const facts = [
    withHost && registry.name !== registry.host ? registry.host : null,
    registry.kind === 'layout' ? 'OCI image layout' : null,
    registry.hasCredentials ? 'with credentials' : registry.kind === 'registry' ? 'anonymous' : null,
    registry.caPem === null ? null : 'own CA',
    registry.insecure ? 'plain HTTP allowed' : null,
    registry.readOnly ? 'read only' : null,
  ].filter((fact) => fact !== null)
  return <p className="text-xs text-soft [overflow-wrap:anywhere]">{facts.join('\u00a0· ')}</p>
}

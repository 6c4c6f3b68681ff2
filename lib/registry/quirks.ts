/** What is special about a registry. Each entry says why and where that is written. */
export type Quirk = {
  /** `host[:port]` as in references, or a pattern with one `*` at its beginning for sub-domains. */
  readonly host: string
  /** The host that serves the API, when it is another one. */
  readonly apiHost?: string
  /** Token services at other hosts. Credentials go there, so only what the registry's owner documents. */
  readonly tokenHosts?: readonly string[]
  /** How repositories are listed. */
  readonly catalogue?: 'quay' | 'docker-hub'
  /** The referrers API answers with a redirect to a web page: there is none. */
  readonly referrersRedirect?: true
  readonly reason: string
  readonly link: string
}

export const quirks: readonly Quirk[] = [
  {
    host: 'docker.io',
    apiHost: 'registry-1.docker.io',
    tokenHosts: ['auth.docker.io'],
    catalogue: 'docker-hub',
    reason: 'References say docker.io, the API is elsewhere, tokens come from a third host, and there is no _catalog.',
    link: 'https://docs.docker.com/reference/api/registry/auth/',
  },
  {
    host: 'registry.gitlab.com',
    tokenHosts: ['gitlab.com'],
    reason: 'Tokens are issued by GitLab itself, not by its registry.',
    link: 'https://docs.gitlab.com/administration/packages/container_registry/',
  },
  {
    host: 'ghcr.io',
    referrersRedirect: true,
    reason: 'A request for referrers is redirected to GitHub’s web pages: evidence is found by tags only.',
    link: 'https://github.com/artifacthub/hub/issues/4785',
  },
  {
    host: 'quay.io',
    catalogue: 'quay',
    reason: 'The whole catalogue is not listed; the own API lists by organisation.',
    link: 'https://docs.quay.io/api/',
  },
]

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern

/** The quirks of a registry by its host; null when it has none that is known. */
export function findQuirk(host: string, known: readonly Quirk[] = quirks): Quirk | null {
  return known.find((quirk) => matches(quirk.host, host)) ?? null
}

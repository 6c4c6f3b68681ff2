import type { Generated } from 'kysely'

/** Columns are text and integers only (times RFC 3339, lists and objects JSON), so that one query code serves both databases. */
export type Schema = {
  migrations: { id: number; applied_at: string }
  settings: { key: string; value: string }
  sources: {
    id: string
    kind: string
    host: string
    name: string
    path: string | null
    insecure: number
    ca_pem: string | null
    client_certificate_pem: string | null
    sealed_credentials: string | null
    sealed_client_key: string | null
    revision: string
    created_at: string
  }
  source_repositories: { source_id: string; repository: string }
  keys: {
    fingerprint: string
    algorithm: string
    name: string | null
    spki: string
    pem: string
    state: Generated<string>
    created_at: string
  }
  rules: {
    id: string
    name: string
    repositories: string
    signer: string
    key_fingerprint: string | null
    certificate_fingerprint: string | null
    valid_from: string | null
    valid_until: string | null
    require_transparency_log: number
    require_timestamp: number
    created_at: string
  }
  certificates: {
    fingerprint: string
    name: string | null
    der: string
    subject: string
    issuer: string
    not_before: string
    not_after: string
    stores: string
    state: string
    created_at: string
  }
  trusted_roots: {
    id: string
    origin: string
    name: string
    mirror: string | null
    ca_pem: string | null
    tuf_root: string | null
    document: string | null
    metadata: string | null
    fetched_at: string | null
    problem: string | null
    created_at: string
  }
  looks: {
    reference: string
    digest: string
    platform: string | null
    state: string
    sentence: string
    signer: string | null
    package_count: number | null
    looked_at: string
  }
}

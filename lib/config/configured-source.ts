import { z } from 'zod'
import { configuredLimitsSchema } from './configurable-limits.ts'

/** What a registry is told about who asks. `identity-token` is an OAuth2 refresh token, as `docker login` stores it. */
export type RegistryCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string }

/** A registry of the configuration file, its secrets read. */
export type ConfiguredRegistry = {
  readonly host: string
  readonly name: string
  readonly insecure: boolean
  readonly caPem: string | null
  readonly clientCertificatePem: string | null
  readonly clientKeyPem: string | null
  readonly credentials: RegistryCredentials | null
  readonly repositories: readonly string[]
  /** Further hosts that issue its tokens or hold its content, also on a private network. */
  readonly relatedHosts: readonly string[]
}

/** An OCI layout of the configuration file; its host is `NAME.layout`. */
export type ConfiguredLayout = { readonly name: string; readonly host: string; readonly path: string }

/** A Sigstore trusted root of the configuration file, its files read: a document, or a mirror with the TUF root that is pinned. */
export type ConfiguredRoot = {
  readonly name: string
  /** Of the entry, for sentences about what is wrong with it. */
  readonly where: string
  readonly content:
    | { readonly document: string }
    | { readonly mirror: string; readonly tufRoot: string; readonly caPem: string | null }
}

export const layoutNamePattern = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/

const path = z.string().min(1).max(4096)
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')

const registrySchema = z.strictObject({
  host: z.string().min(1).max(255),
  name: z.string().trim().min(1).max(200).optional(),
  insecure: z.boolean().optional(),
  caFile: path.optional(),
  username: z.string().min(1).max(1024).optional(),
  passwordFile: path.optional(),
  passwordEnv: variable.optional(),
  identityTokenFile: path.optional(),
  identityTokenEnv: variable.optional(),
  clientCertificateFile: path.optional(),
  clientKeyFile: path.optional(),
  repositories: z.array(z.string().min(1).max(255)).max(10_000).optional(),
  relatedHosts: z.array(z.string().min(1).max(255)).max(20).optional(),
})
export type RegistrySettings = z.infer<typeof registrySchema>

const layoutSchema = z.strictObject({
  name: z.string().regex(layoutNamePattern, 'must have lower-case letters, digits and - only, at most 60'),
  path,
})

const rootSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    file: path.optional(),
    tuf: z.strictObject({ mirror: z.string().min(1).max(2048), root: path, caFile: path.optional() }).optional(),
  })
  .refine(({ file, tuf }) => (file === undefined) !== (tuf === undefined), {
    message: 'give exactly one of file and tuf',
  })
export type RootSettings = z.infer<typeof rootSchema>

/** The configuration file: the same settings as the screens. Secrets are named by file or variable, never written here. */
export const configFileSchema = z.strictObject({
  access: z.enum(['local', 'open']).optional(),
  registries: z.array(registrySchema).max(1000).optional(),
  layouts: z.array(layoutSchema).max(1000).optional(),
  layoutRoots: z.array(path).max(100).optional(),
  trustedRoots: z.array(rootSchema).max(50).optional(),
  refreshTrustedRoots: z.boolean().optional(),
  cache: z
    .strictObject({
      maxBytes: z
        .number()
        .int()
        .min(16_777_216)
        .max(2 ** 50)
        .optional(),
    })
    .optional(),
  limits: configuredLimitsSchema.optional(),
})
export type ConfigFile = z.infer<typeof configFileSchema>

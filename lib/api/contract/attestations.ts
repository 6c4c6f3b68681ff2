import { z } from 'zod'
import { linkRelations } from '#lib/sbom/package-links.ts'
import { digestSchema, pageOf, pageParameters, platformParameter, referenceParameter, timeSchema } from './common.ts'
import { attestationSchema, sbomFactsSchema, stateSchema, storeAnswerSchema } from './verdict.ts'

export const discoveryParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
})
export const discoverySchema = z
  .object({
    reference: z.string(),
    digest: digestSchema,
    platform: z.string().nullable(),
    stores: z.array(storeAnswerSchema),
    complete: z.boolean(),
  })
  .meta({ id: 'Discovery' })

export const attestationsParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
  predicateType: z.string().max(2048).optional(),
  ...pageParameters,
})
export const attestationsSchema = pageOf(attestationSchema)

export const evidenceParameters = z.strictObject({
  repository: z.string().min(1).max(512),
  part: z.enum(['statement', 'predicate', 'view']).optional(),
})

export const sbomParameters = z.strictObject({ reference: referenceParameter, platform: platformParameter.optional() })
const countSchema = z.object({ value: z.string().nullable(), count: z.number().int() })

export const sbomSchema = sbomFactsSchema
  .extend({
    reference: z.string(),
    imageDigest: digestSchema,
    platform: z.string().nullable(),
    trustLine: z.string(),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    others: z.array(sbomFactsSchema.extend({ reason: z.string() })),
    chosenBecause: z.string(),
    types: z.array(countSchema),
    licenses: z.array(countSchema),
    stated: z
      .object({
        version: z.number().int(),
        identifier: z.number().int(),
        purl: z.number().int(),
        supplier: z.number().int(),
        license: z.number().int(),
        relationship: z.number().int(),
      })
      .meta({ description: 'How many of the packages state it; identifier: a package URL or a CPE' }),
    document: z.object({
      specVersion: z.string().nullable(),
      name: z.string().nullable(),
      namespace: z.string().nullable(),
      createdAt: timeSchema.nullable(),
      tools: z.array(z.string()),
      authors: z.array(z.string()),
      dataLicense: z.string().nullable(),
      describes: z.array(
        z.object({
          name: z.string(),
          version: z.string().nullable(),
          digests: z.array(z.string()),
          purl: z.string().nullable(),
        }),
      ),
      fileCount: z.number().int(),
      relationshipCount: z.number().int(),
    }),
    signerState: stateSchema,
  })
  .meta({ id: 'Sbom' })
export type SbomDto = z.infer<typeof sbomSchema>

export const sbomPackagesParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
  q: z.string().max(500).optional(),
  type: z.string().max(200).optional(),
  license: z.string().max(2000).optional(),
  sort: z.enum(['name', '-name', 'version', '-version', 'type', '-type', 'license', '-license']).optional(),
  ...pageParameters,
})

export const sbomPackageSchema = z
  .object({
    name: z.string(),
    version: z.string().nullable(),
    type: z.string().nullable(),
    purl: z.string().nullable(),
    cpes: z.array(z.string()),
    licenseDeclared: z.string().nullable(),
    licenseConcluded: z.string().nullable(),
    supplier: z.string().nullable(),
    id: z.string(),
  })
  .meta({ id: 'SbomPackage' })
export type SbomPackageDto = z.infer<typeof sbomPackageSchema>
export const sbomPackagesSchema = pageOf(sbomPackageSchema).extend({ total: z.number().int() })

const relationSchema = z.enum(linkRelations)
export const sbomRelationshipsParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
  id: z.string().min(1).max(8193),
  relation: relationSchema.optional(),
  ...pageParameters,
})
export const sbomRelationshipSchema = z
  .object({
    relation: relationSchema.meta({ description: 'Seen from the package' }),
    type: z.string().meta({ description: 'As the document spells it' }),
    id: z.string(),
    name: z.string().nullable(),
    version: z.string().nullable(),
    kind: z.enum(['package', 'file', 'other']),
  })
  .meta({ id: 'SbomRelationship' })
export type SbomRelationshipDto = z.infer<typeof sbomRelationshipSchema>
export const sbomRelationshipsSchema = pageOf(sbomRelationshipSchema).extend({
  package: sbomPackageSchema,
  total: z.number().int(),
  counts: z.record(relationSchema, z.number().int()),
  fileCount: z.number().int(),
})

export const sbomDocumentParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
  format: z.enum(['original', 'spdx-json', 'cyclonedx-json', 'csv']).default('original'),
})

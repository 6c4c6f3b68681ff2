import { z } from 'zod'
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import {
  attestationsParameters,
  attestationsSchema,
  discoveryParameters,
  discoverySchema,
  evidenceParameters,
  sbomDocumentParameters,
  sbomPackagesParameters,
  sbomPackagesSchema,
  sbomParameters,
  sbomRelationshipsParameters,
  sbomRelationshipsSchema,
  sbomSchema,
} from './contract/attestations.ts'
import { createLookSchema, looksParameters, looksSchema } from './contract/looks.ts'
import { attestationViewSchema } from './contract/predicate-views.ts'
import {
  createRegistrySchema,
  imageParameters,
  imageSchema,
  registriesSchema,
  registryCheckSchema,
  registrySchema,
  repositoriesParameters,
  repositoriesSchema,
  tagsParameters,
  tagsSchema,
  updateRegistrySchema,
} from './contract/registries.ts'
import {
  recheckSchema,
  verdictLineSchema,
  verdictParameters,
  verdictSchema,
  verdictsRequestSchema,
  verifyRequestSchema,
} from './contract/verdict.ts'
import { byDigest, byId, operation, page, problems } from './openapi-operation.ts'
import { trustPaths } from './openapi-trust.ts'

const paths: ZodOpenApiPathsObject = {
  '/verify': {
    post: operation({
      summary: 'A verdict by exactly the rules in the body; stores nothing',
      body: verifyRequestSchema,
      answer: verdictSchema,
    }),
  },
  '/verdict': {
    get: operation({ summary: 'A verdict by the trust shelf', query: verdictParameters, answer: verdictSchema }),
  },
  '/verdicts': {
    post: {
      ...operation({ summary: 'Many verdicts, one line of NDJSON each as it is ready', body: verdictsRequestSchema }),
      responses: {
        200: { description: 'Lines', content: { 'application/x-ndjson': { schema: verdictLineSchema } } },
        default: problems,
      },
    },
  },
  '/registries': {
    get: operation({ summary: 'The sources: registries and layouts', query: page, answer: registriesSchema }),
    post: operation({ summary: 'Add a source', body: createRegistrySchema, answer: registrySchema, status: '201' }),
  },
  '/registries/{id}': {
    get: operation({ summary: 'One source', path: byId, answer: registrySchema }),
    patch: operation({ summary: 'Change a source', path: byId, body: updateRegistrySchema, answer: registrySchema }),
    delete: operation({ summary: 'Remove a source', path: byId, status: '204' }),
  },
  '/registries/{id}/check': {
    post: operation({
      summary: 'Try the connection and say what the source can do',
      path: byId,
      answer: registryCheckSchema,
    }),
  },
  '/repositories': {
    get: operation({
      summary: 'Repositories of one source or all',
      query: repositoriesParameters,
      answer: repositoriesSchema,
    }),
  },
  '/tags': { get: operation({ summary: 'Tags of a repository', query: tagsParameters, answer: tagsSchema }) },
  '/image': {
    get: operation({
      summary: 'What an image consists of; `raw` gives the bytes',
      query: imageParameters,
      answer: imageSchema,
    }),
  },
  '/discovery': {
    get: operation({
      summary: 'Every store that was asked, and its answer',
      query: discoveryParameters,
      answer: discoverySchema,
    }),
  },
  '/attestations': {
    get: operation({
      summary: 'Attestations with state, signer and predicate summary',
      query: attestationsParameters,
      answer: attestationsSchema,
    }),
  },
  '/attestations/{digest}': {
    get: {
      ...operation({
        summary:
          'Evidence exactly as stored, its decoded statement or predicate, or its view: the predicate in named fields',
        path: byDigest,
        query: evidenceParameters,
      }),
      responses: {
        200: {
          description: 'With `part=view` the view; else the bytes',
          content: {
            'application/octet-stream': { schema: z.string() },
            'application/json': { schema: attestationViewSchema },
          },
        },
        default: problems,
      },
    },
  },
  '/sbom': {
    get: operation({ summary: 'The SBOM that speaks for the image', query: sbomParameters, answer: sbomSchema }),
  },
  '/sbom/packages': {
    get: operation({ summary: 'Packages of the SBOM', query: sbomPackagesParameters, answer: sbomPackagesSchema }),
  },
  '/sbom/relationships': {
    get: operation({
      summary: 'A package of the SBOM, and how it is related to others',
      query: sbomRelationshipsParameters,
      answer: sbomRelationshipsSchema,
    }),
  },
  '/sbom/document': {
    get: operation({
      summary: 'The SBOM as a file',
      query: sbomDocumentParameters,
      answer: 'application/octet-stream',
    }),
  },
  '/evidence-bundle': {
    get: operation({
      summary: 'Everything that a verdict rests on, as a zip file that can be checked again offline',
      query: verdictParameters,
      answer: 'application/zip',
    }),
    post: {
      ...operation({
        summary: 'Judges such a file again by what is in it alone; stores nothing',
        answer: recheckSchema,
      }),
      requestBody: { required: true, content: { 'application/zip': { schema: z.string() } } },
    },
  },
  '/looks': {
    get: operation({ summary: 'What was looked at last', query: looksParameters, answer: looksSchema }),
    post: operation({ summary: 'Remember that an image was looked at', body: createLookSchema, status: '204' }),
  },
  '/health/live': { get: operation({ summary: 'The process answers', answer: z.object({ status: z.string() }) }) },
  '/health/ready': { get: operation({ summary: 'The store answers', answer: z.object({ status: z.string() }) }) },
  '/openapi.json': { get: operation({ summary: 'This description', answer: 'application/json' }) },
  '/version': { get: operation({ summary: 'The version of this server', answer: z.object({ version: z.string() }) }) },
  '/badge.svg': {
    servers: [{ url: '/', description: 'At the root' }],
    get: operation({
      summary: 'The state of an image as a picture, by the trust shelf',
      query: verdictParameters,
      answer: 'image/svg+xml',
    }),
  },
  '/metrics': { get: operation({ summary: 'Metrics in the Prometheus text format', answer: 'text/plain' }) },
  ...trustPaths,
}

/** The OpenAPI 3.1 document, generated from the contracts that the handlers parse with. */
export const openApiDocument = createDocument({
  openapi: '3.1.0',
  info: {
    title: 'Touchstone',
    version: '1',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    description: 'Who signed a container image, whether you trust them, and what its signed SBOM contains.',
  },
  servers: [{ url: '/api/v1' }],
  paths,
})

import { type ZodType, z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
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
import {
  certificateSchema,
  certificatesSchema,
  createCertificatesSchema,
  updateCertificateSchema,
} from './contract/certificates.ts'
import { pageParameters, problemSchema } from './contract/common.ts'
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
import { signersParameters, signersSchema } from './contract/signers.ts'
import {
  createKeySchema,
  createRuleSchema,
  fingerprintSchema,
  keyImagesParameters,
  keyImagesSchema,
  keySchema,
  keysSchema,
  rulePreviewRequestSchema,
  rulePreviewSchema,
  ruleSchema,
  rulesSchema,
  updateKeySchema,
  updateRuleSchema,
} from './contract/trust.ts'
import {
  createTrustedRootSchema,
  trustedRootSchema,
  trustedRootsSchema,
  updateTrustedRootSchema,
} from './contract/trusted-roots.ts'
import {
  recheckSchema,
  verdictLineSchema,
  verdictParameters,
  verdictSchema,
  verdictsRequestSchema,
  verifyRequestSchema,
} from './contract/verdict.ts'

type Operation = {
  summary: string
  query?: z.ZodObject
  path?: z.ZodObject
  body?: ZodType
  answer?: ZodType | string
  status?: '200' | '201' | '204'
}

const problems = {
  description: 'RFC 9457 problem details; `type` is the documentation page of `code`.',
  content: { 'application/problem+json': { schema: problemSchema } },
}

function operation({ summary, query, path, body, answer, status = '200' }: Operation): ZodOpenApiOperationObject {
  const content =
    answer === undefined
      ? {}
      : typeof answer === 'string'
        ? { content: { [answer]: { schema: z.string() } } }
        : { content: { 'application/json': { schema: answer } } }
  return {
    summary,
    ...(query === undefined && path === undefined
      ? {}
      : { requestParams: { ...(query === undefined ? {} : { query }), ...(path === undefined ? {} : { path }) } }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { [status]: { description: summary, ...content }, default: problems },
  }
}

const byId = z.strictObject({ id: z.string() })
const byFingerprint = z.strictObject({ fingerprint: fingerprintSchema })
const byDigest = z.strictObject({ digest: z.string() })
const page = z.strictObject(pageParameters)

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
  '/keys': {
    get: operation({ summary: 'Keys of the trust shelf', query: page, answer: keysSchema }),
    post: operation({
      summary: 'Add a public key; 200 when it was there',
      body: createKeySchema,
      answer: keySchema,
      status: '201',
    }),
  },
  '/keys/{fingerprint}': {
    get: operation({ summary: 'One key', path: byFingerprint, answer: keySchema }),
    patch: operation({
      summary: 'Rename, retire or mark a key',
      path: byFingerprint,
      body: updateKeySchema,
      answer: keySchema,
    }),
    delete: operation({ summary: 'Remove a key and its rules', path: byFingerprint, status: '204' }),
  },
  '/keys/{fingerprint}/images': {
    get: operation({
      summary: 'Images that the key verifies',
      path: byFingerprint,
      query: keyImagesParameters,
      answer: keyImagesSchema,
    }),
  },
  '/certificates': {
    get: operation({
      summary: 'Certificates of the trust shelf: authorities of the Notary Project or of an own PKI',
      query: page,
      answer: certificatesSchema,
    }),
    post: operation({
      summary: 'Add the certificates of a PEM, all or none; 200 when they were there',
      body: createCertificatesSchema,
      answer: certificatesSchema,
      status: '201',
    }),
  },
  '/certificates/{fingerprint}': {
    get: operation({ summary: 'One certificate', path: byFingerprint, answer: certificateSchema }),
    patch: operation({
      summary: 'Rename or mark a certificate, or say what it is trusted for',
      path: byFingerprint,
      body: updateCertificateSchema,
      answer: certificateSchema,
    }),
    delete: operation({ summary: 'Remove a certificate and its rules', path: byFingerprint, status: '204' }),
  },
  '/rules': {
    get: operation({ summary: 'Trust rules', query: page, answer: rulesSchema }),
    post: operation({ summary: 'Add a trust rule', body: createRuleSchema, answer: ruleSchema, status: '201' }),
  },
  '/rules/{id}': {
    get: operation({ summary: 'One trust rule', path: byId, answer: ruleSchema }),
    patch: operation({ summary: 'Change a trust rule', path: byId, body: updateRuleSchema, answer: ruleSchema }),
    delete: operation({ summary: 'Remove a trust rule', path: byId, status: '204' }),
  },
  '/rules/preview': {
    post: operation({
      summary: 'What a change of rules would do',
      body: rulePreviewRequestSchema,
      answer: rulePreviewSchema,
    }),
  },
  '/signers': {
    get: operation({
      summary: 'Who signs in a repository, and whom of them a pattern would name',
      query: signersParameters,
      answer: signersSchema,
    }),
  },
  '/trusted-roots': {
    get: operation({
      summary: 'Sigstore trusted roots: who and what is in them, and how old they are',
      query: page,
      answer: trustedRootsSchema,
    }),
    post: operation({
      summary: 'Add a trusted root by its document or its TUF mirror; 200 when it was there',
      body: createTrustedRootSchema,
      answer: trustedRootSchema,
      status: '201',
    }),
  },
  '/trusted-roots/{id}': {
    get: operation({ summary: 'One trusted root', path: byId, answer: trustedRootSchema }),
    patch: operation({
      summary: 'Rename a trusted root',
      path: byId,
      body: updateTrustedRootSchema,
      answer: trustedRootSchema,
    }),
    delete: operation({
      summary: 'Remove a trusted root; rules that name it trust nobody from then on',
      path: byId,
      status: '204',
    }),
  },
  '/trusted-roots/{id}/refresh': {
    post: operation({
      summary: 'Fetch the newer copy from the mirror; when that fails, the copy at hand stays',
      path: byId,
      answer: trustedRootSchema,
    }),
  },
  '/trusted-roots/{id}/document': {
    get: operation({ summary: 'The trusted_root.json in use', path: byId, answer: 'application/json' }),
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

import type { ZodOpenApiPathsObject } from 'zod-openapi'
import {
  certificateSchema,
  certificatesSchema,
  createCertificatesSchema,
  updateCertificateSchema,
} from './contract/certificates.ts'
import { signersParameters, signersSchema } from './contract/signers.ts'
import {
  createKeySchema,
  createRuleSchema,
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
import { byFingerprint, byId, operation, page } from './openapi-operation.ts'

/** Whom to trust: keys, authorities, trusted roots, and the rules that name them. */
export const trustPaths: ZodOpenApiPathsObject = {
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
}

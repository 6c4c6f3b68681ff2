const kib = 1024
const mib = 1024 * kib

/**
 * Every number that protects the server, with the argument above it. Sizes in bytes, times in milliseconds.
 * A document beyond one of these is `LIMIT_EXCEEDED`; the context names the member.
 */
const defaults = {
  // Documents

  // distribution-spec asks registries to take manifests of at least 4 MiB, and that is their usual cap.
  maxManifestBytes: 4 * mib,
  // Image configs are a few KiB; long histories and labels reach some hundred.
  maxConfigBytes: 4 * mib,
  // A simple-signing payload is a few hundred bytes; 64 KiB leaves room for many annotations.
  maxSimpleSigningBytes: 64 * kib,
  // SBOMs above 100 MB exist; cosign stops at 128 MiB as well.
  maxSbomBytes: 128 * mib,
  // An SBOM of 128 MiB in base64 inside an envelope.
  maxEnvelopeBytes: 176 * mib,
  // Provenance, vulnerability reports and others: GitHub's predicate cap is 16 MiB, doubled.
  maxEvidenceBytes: 32 * mib,
  // An error document is shown to nobody in full; it is read only for its code.
  maxErrorBytes: 64 * kib,
  // Token answers hold one or two JWTs; the largest seen are below 16 KiB.
  maxTokenBytes: 256 * kib,
  // One page of a catalogue or of tags: 10,000 names of 255 characters.
  maxListPageBytes: 4 * mib,

  // Documents in the worker

  // Smaller ones are read in 5 ms where they are: less than the way to a busy worker and back.
  maxInProcessBytes: 1 * mib,
  // Real documents come to 5-8 bytes of memory for each of theirs: this lets those of 128 MiB in.
  maxParsedBytes: 1400 * mib,
  // Twice the above: running out inside of JSON.parse would end the process, not only the worker.
  workerOldGenerationMb: 2800,
  // Parsing 48 MB takes the same time with 32 and with 192; more room is only more memory.
  workerYoungGenerationMb: 64,
  // Threads that examine evidence of many images; each has some 40 MB of its own.
  maxExaminers: 3,
  // Evidence of below 1 MiB at a time.
  examinerOldGenerationMb: 256,
  examinerYoungGenerationMb: 16,
  // The largest document that is let in takes below 5 s.
  documentTimeMs: 30_000,
  // Open documents, at some 900 bytes for each package: three of 50,000. Those of small blobs are kept apart.
  maxOpenDocumentBytes: 128 * mib,
  maxOpenSmallDocumentBytes: 32 * mib,
  // Each document that waits for the worker is held by the inspection that found it; those are bounded themselves.
  maxWaitingDocuments: 100,
  maxWaitingQuestions: 1000,

  // Shapes

  // cosign reads at most 1,000 layers of a signature manifest; the rest makes the answer incomplete.
  maxLayers: 1000,
  // An index of every architecture and variant has some dozens of entries; BuildKit doubles them. A referrers
  // fallback tag is an index too.
  maxIndexManifests: 1000,
  // image-spec sets none; a signature layer with certificate, chain and log bundle has six, of a few KiB.
  maxAnnotations: 1000,
  maxAnnotationBytes: 1 * mib,
  // No image document nests deeper than 6, no SBOM seen deeper than 20; V8's parser recurses.
  maxJsonDepth: 100,
  // A statement about a release with hundreds of artefacts; in-toto itself sets none.
  maxStatementSubjects: 1024,
  maxSubjectDigests: 32,
  // Docker's history has one entry for each instruction; images with 127 layers have below 500.
  maxHistoryEntries: 2000,

  // Lists

  // Whoever can push can append referrers; beyond these the list is incomplete and no answer may rest on it.
  maxReferrerPages: 10,
  maxReferrers: 1000,
  // A page of tags or repositories as asked for at most; registries may send fewer or (against the spec) more.
  maxListPageItems: 1000,
  // Pages read at the registry for one page of ours; more would let an endless list hold the request.
  maxListPages: 20,
  // Registries that ignore `n` send everything at once; the largest catalogues seen have 30,000 names.
  maxListItems: 100_000,

  // Transport

  // A TCP and TLS handshake across the world takes below 1 s; a black hole should not take longer than a person waits.
  connectTimeoutMs: 8_000,
  // Registries that assemble a referrers list from a database take seconds.
  headersTimeoutMs: 20_000,
  // Silence between two pieces of a body.
  idleTimeoutMs: 15_000,
  // One request with everything in it (redirects, body). Stops a drip of one byte a second.
  requestTimeoutMs: 60_000,
  // Manifests, tokens and lists are small: nobody may take longer than this for one.
  documentTimeoutMs: 30_000,
  // A whole inspection of one image, and what it may download.
  inspectionTimeoutMs: 60_000,
  maxInspectionBytes: 256 * mib,
  // Browsers and Docker use about six; public registries count connections.
  maxConnectionsPerHost: 6,
  // Origins that one registry leads to (storage, token service); the oldest connection pool is closed beyond.
  maxOriginsPerRegistry: 32,
  // Response headers; Node's own default. Docker Hub's blob redirects have URLs of 2 KiB.
  maxHeaderBytes: 16 * kib,
  // Registry → storage → regional storage is two; Docker Hub and ECR use one.
  maxRedirects: 5,
  // First try and two more for 429, 502, 503, 504 and broken connections.
  maxAttempts: 3,
  // Waiting longer than this for `Retry-After` would look like a hang: say "retry in N s" instead.
  maxRetryWaitMs: 3_000,
  // What a registry may make us say at most about when to come back.
  maxRetryAfterMs: 3_600_000,
  retryBaseMs: 200,
  // Kept connections beyond this idle time are closed; most proxies close at 60 s.
  keepAliveMs: 30_000,
  // A challenge names a realm, a service and scopes; real ones stay below 500 characters.
  maxChallengeBytes: 4 * kib,
  // Tokens: at least the 60 s that the token specification gives as default, never longer than an hour.
  minTokenLifetimeMs: 60_000,
  maxTokenLifetimeMs: 3_600_000,
  // Tokens kept for one registry: one for each repository looked at.
  maxTokens: 1000,
  // A pasted docker config; real ones have a few entries.
  maxDockerConfigBytes: 1 * mib,
  maxDockerConfigEntries: 500,

  // Layouts

  // Folders searched for layouts, or entries of a tar archive: an export of 10,000 images has some 60,000 files.
  maxLayoutFolders: 200_000,
  // Repository names have at most 255 characters; nobody nests deeper, and a circle of mounts ends here.
  maxLayoutDepth: 16,
  // Manifests that one index.json lists: 5,000 images with their signatures and attestations.
  maxLayoutManifests: 20_000,
  maxLayoutIndexBytes: 16 * mib,
  // A pax or GNU header holds a path and some attributes.
  maxLayoutHeaderBytes: 1 * mib,

  // All stores of one digest together; what is left of the inspection's time is for the blobs of those that answered.
  storesTimeoutMs: 40_000,

  // Caches

  // In memory: the manifests and small evidence of some thousand images; the server should stay below 450 MB in all.
  maxMemoryCacheBytes: 40 * mib,
  maxMemoryManifestBytes: 12 * mib,
  // A document larger than this is read from disk again rather than pushing thousands of small ones out.
  maxMemoryEntryBytes: 4 * mib,
  // Room for one or two of those for a minute: an SBOM of 50,000 packages has 48 MB, 65 MB in its envelope.
  maxMemoryLargeBytes: 96 * mib,
  // On disk: the names are kept in memory, some 400 bytes each.
  maxDiskCacheEntries: 50_000,
  // Content that waits to be written; beyond this only one at a time is kept, which loses nothing.
  maxPendingCacheBytes: 64 * mib,
  // Tags and answers of one source that are kept for a few seconds.
  maxRecentAnswers: 20_000,

  // Trusted roots

  // The public-good root has 7 KiB; a root of a hundred instances would have 1 MiB.
  maxTrustedRootBytes: 1 * mib,
  // TUF: metadata of the public-good repository has 4 to 8 KiB a file.
  maxTufMetadataBytes: 1 * mib,
  // Public-good's root has been renewed 16 times in five years; each further one is a request.
  maxTufRootVersions: 64,
  // Five or six small files; somebody may be waiting for it.
  rootRefreshTimeoutMs: 30_000,

  // Discovery

  // An index inside an index inside an index: nobody builds more, and an index that holds itself ends here.
  maxIndexDepth: 3,
  // Requests to this server

  // A dropped file of 10 MB is refused as a key with a sentence, so it has to arrive.
  maxRulesBodyBytes: 12 * mib,
  // Images at work in one batch: more than the connections to one registry gains nothing.
  maxImagesAtOnce: 8,
  // SBOMs of one image that are opened to choose among equals.
  maxSbomCandidates: 10,
  // Images that a question about many (which ones does this key verify?) looks at.
  maxSurveyedImages: 200,

  // Revocation

  // An OCSP response with the certificate of its responder has 2 to 5 KiB.
  maxRevocationAnswerBytes: 64 * kib,
  // Lists of large public authorities reach some MiB, with 40 bytes for each certificate.
  maxRevocationListBytes: 10 * mib,
  // The Notary Project's own thresholds (specs trust-store-trust-policy.md, OCSP Download and CRL Download).
  revocationTimeoutMs: 2_000,
  revocationListTimeoutMs: 5_000,
  // Places that are asked at once, whatever images wait for them.
  maxRevocationFetches: 8,
  // What was answered in time holds until its own end, and never longer than a day.
  maxRevocationAgeMs: 24 * 3_600_000,
  // A place that is silent is not asked by every image; that it is back shows within minutes.
  revocationRetryMs: 5 * 60_000,
  // One list of the largest size and some thousand responses, kept twice: by certificate and by place.
  maxRevocationCacheBytes: 16 * mib,

  // Evidence bundles

  // What one inspection may download, and its manifests; whoever checks one again holds it in memory.
  maxBundleBytes: 288 * mib,
  // Each referrer is a manifest, its configuration and its blob; some stores name a thousand.
  maxBundleFiles: 10_000,
  // A bundle that is sent to be checked: an attestation with 50,000 packages has 65 MB; larger ones are for the command.
  maxBundleBodyBytes: 96 * mib,
} as const

export type Limits = { readonly [Name in keyof typeof defaults]: number }
export type LimitName = keyof Limits

/** The numbers as they are without a configuration file. */
export const defaultLimits: Limits = defaults

// On globalThis: Next bundles pages and route handlers apart, and all of them obey the one configuration.
const holder = globalThis as typeof globalThis & { touchstoneLimits?: Limits }
holder.touchstoneLimits ??= { ...defaults }

/** The numbers that hold in this process. They are read where they are needed, so that the configuration can set them first. */
export const limits: Limits = holder.touchstoneLimits

/** Sets the limits of this process, or of this worker: once, before it does anything. */
export function setLimits(changed: Limits): void {
  Object.assign(limits, changed)
}

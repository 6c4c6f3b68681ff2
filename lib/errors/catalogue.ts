import type { ErrorCode } from './codes.ts'

/** What a code means: one entry feeds messages, HTTP answers and the documentation page of the code. */
export type ErrorEntry = {
  readonly status: number
  readonly title: string
  readonly cause: string
  readonly remedy: string
}

export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = {
  REFERENCE_INVALID: {
    status: 400,
    title: 'This is not an image reference',
    cause: 'The text does not follow host[:port]/repository[:tag][@digest]; nothing was asked of any registry.',
    remedy:
      'Check for spaces, capital letters in the repository and a complete digest. Short Docker names such as nginx:1.27 are fine.',
  },
  REGISTRY_UNKNOWN: {
    status: 404,
    title: 'No such source',
    cause: 'No registry or layout with this name or id has been added here.',
    remedy: 'Look at Settings → Registries for the sources there are, or add it there.',
  },
  REGISTRY_UNREACHABLE: {
    status: 502,
    title: 'The registry cannot be reached',
    cause: 'Its name has no address, or the connection was refused or dropped.',
    remedy:
      'Check the host name and port, and that this server may reach it. For a private network, add it in Settings → Registries.',
  },
  REGISTRY_TLS: {
    status: 502,
    title: 'The registry’s certificate is not trusted',
    cause:
      'The TLS connection failed: the certificate is self-signed, expired, by an unknown authority, or for another name.',
    remedy:
      'Add the certificate of its authority to the registry in Settings → Registries. Touchstone never falls back to an unchecked connection.',
  },
  REGISTRY_UNAUTHORIZED: {
    status: 502,
    title: 'The registry asks for credentials',
    cause: 'It answered 401: no credentials are stored for it, or those that are stored were refused.',
    remedy:
      'Add a user name with a password or token in Settings → Registries. The registry may also say so for a repository that does not exist.',
  },
  REGISTRY_FORBIDDEN: {
    status: 502,
    title: 'The registry refuses access',
    cause: 'It answered 403: the credentials are known but may not read this repository.',
    remedy: 'Ask for pull permission on the repository, or store other credentials in Settings → Registries.',
  },
  REGISTRY_RATE_LIMITED: {
    status: 503,
    title: 'The registry asks to slow down',
    cause: 'It answered 429: too many requests from this address or account.',
    remedy: 'Wait as long as it says and check again. Stored credentials usually raise the limit.',
  },
  REGISTRY_TIMEOUT: {
    status: 504,
    title: 'The registry did not answer in time',
    cause: 'The connection, the first byte or the whole answer took longer than is waited for.',
    remedy: 'Check again. If it stays so, look at the registry’s health and at the network between.',
  },
  REGISTRY_PROTOCOL: {
    status: 502,
    title: 'The answer is not a registry’s answer',
    cause: 'Something else answered (a login page, a proxy), or the JSON is broken or of another type than announced.',
    remedy: 'Open the address in a browser to see who answers, and check for a proxy or a wrong port.',
  },
  REGISTRY_UNAVAILABLE: {
    status: 502,
    title: 'The registry has a fault',
    cause: 'It answered with a 5xx status, more than once.',
    remedy: 'Check again later; the registry’s own logs say more.',
  },
  REGISTRY_ADDRESS_REFUSED: {
    status: 403,
    title: 'This address is not asked',
    cause:
      'The host, a redirect or a token address leads to a private, local or metadata address, or to another host that has no business with the credentials.',
    remedy:
      'If it is your own registry, add it in Settings → Registries; what is added there may be on a private network.',
  },
  REGISTRY_CATALOGUE_REFUSED: {
    status: 502,
    title: 'The registry does not list its repositories',
    cause:
      'Its catalogue is switched off or needs more rights than these credentials have. Many public registries list nothing.',
    remedy:
      'Add repositories by name in Settings → Registries, or paste a reference; images can be checked all the same.',
  },
  REGISTRY_EXISTS: {
    status: 409,
    title: 'This source is there already',
    cause: 'A source with the same host or name has been added before.',
    remedy: 'Change the one that is there, or choose another name.',
  },
  LAYOUT_UNREADABLE: {
    status: 502,
    title: 'The image layout cannot be read',
    cause: 'The folder or tar file is there but damaged, not an OCI image layout, or not readable for this server.',
    remedy: 'Check that it has the files oci-layout and index.json and that this server may read them.',
  },
  LAYOUT_PATH_REFUSED: {
    status: 400,
    title: 'This folder may not be opened',
    cause: 'The path is not absolute, does not exist, or does not lie under a folder that the configuration allows.',
    remedy:
      'Give the absolute path of a folder or tar file, and name its root under layoutRoots in the configuration file.',
  },
  CREDENTIALS_INVALID: {
    status: 400,
    title: 'These credentials cannot be read',
    cause:
      'The pasted configuration is not docker login’s config.json or Podman’s auth.json, or has no entry for this registry.',
    remedy: 'Paste the whole file, or give the user name and password.',
  },
  CREDENTIALS_HELPER: {
    status: 400,
    title: 'The credentials are in a credential helper',
    cause: 'The configuration names a helper program (credsStore or credHelpers) and holds no secret itself.',
    remedy: 'Create a token for reading at the registry and give it here as user name and password.',
  },
  IMAGE_NOT_FOUND: {
    status: 404,
    title: 'No such image',
    cause: 'The registry answered that it has no manifest or blob under this tag or digest.',
    remedy: 'Check the tag; it may have been deleted, or the repository may need credentials.',
  },
  PLATFORM_NOT_FOUND: {
    status: 404,
    title: 'The image has no such platform',
    cause: 'The index lists no manifest for the platform asked for.',
    remedy: 'Choose one of the platforms that the image lists.',
  },
  EVIDENCE_NOT_FOUND: {
    status: 404,
    title: 'No such evidence',
    cause: 'No signature or attestation with this digest is stored in the repository.',
    remedy: 'Open the image again: the evidence may have been deleted or replaced since.',
  },
  EVIDENCE_BUNDLE_INVALID: {
    status: 422,
    title: 'The evidence bundle cannot be checked',
    cause:
      'The file is no evidence bundle, was damaged or changed, or holds something that no bundle holds. Nothing of it was believed.',
    remedy: 'Download the bundle again from where it was made, and compare the SHA-256 of the two files.',
  },
  STATEMENT_UNREADABLE: {
    status: 422,
    title: 'This evidence cannot be decoded',
    cause:
      'The blob is no DSSE envelope, Sigstore bundle or in-toto statement in JSON, so it has no statement to show.',
    remedy: 'Download it as stored. A signature without a statement has only the image’s digest to say.',
  },
  MANIFEST_UNSUPPORTED: {
    status: 422,
    title: 'This kind of manifest is not supported',
    cause: 'It is Docker schema 1 or a type that is neither an OCI nor a Docker image manifest or index.',
    remedy: 'Push the image again with a current tool.',
  },
  MANIFEST_INVALID: {
    status: 502,
    title: 'The manifest is malformed',
    cause:
      'Its JSON is broken, ambiguous (a manifest and an index at once, duplicate members) or against the specification.',
    remedy: 'Treat the image with suspicion: no current tool writes this. Push it again from its source.',
  },
  DIGEST_INVALID: {
    status: 400,
    title: 'This is not a digest',
    cause: 'A digest is sha256: with 64, or sha512: with 128, lower-case hexadecimal digits.',
    remedy: 'Copy the whole digest.',
  },
  DIGEST_MISMATCH: {
    status: 502,
    title: 'The content is not what the digest says',
    cause:
      'The bytes that arrived have another digest than was asked for or announced: damaged on the way, or replaced.',
    remedy: 'Check again. If it stays so, do not use the image: the registry or something before it changes content.',
  },
  LIMIT_EXCEEDED: {
    status: 422,
    title: 'Larger than is read',
    cause: 'A document, a list or the whole check passed a limit that protects this server.',
    remedy:
      'The context names the limit. Look at why it is so large; nothing was concluded from what was not read. Where it is right, /docs/limits says which limits the configuration file can raise.',
  },
  KEY_INVALID: {
    status: 400,
    title: 'This is not a public key or certificate',
    cause: 'The text is empty, damaged, has several keys, or is no PEM public key or certificate.',
    remedy:
      'Give one key: the file cosign.pub, or any PEM block PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE. For an authority, give its certificates: PEM blocks CERTIFICATE and no others.',
  },
  KEY_PRIVATE: {
    status: 400,
    title: 'This is a private key',
    cause: 'The text holds a private key. It was not stored or logged, and it is not needed here.',
    remedy:
      'Give the public key: cosign.pub, or what cosign public-key --key prints. If others may have seen the private key, replace it.',
  },
  KEY_UNSUPPORTED: {
    status: 400,
    title: 'This kind of key is not accepted',
    cause:
      'The type or size is too weak or not used for images: accepted are ECDSA P-256, P-384 and P-521, RSA with 2048, 3072 or 4096 bits, and Ed25519.',
    remedy: 'Ask the signer for a key of one of these kinds.',
  },
  KEY_NOT_FOUND: {
    status: 404,
    title: 'No such key',
    cause: 'No key with this fingerprint is on the trust shelf.',
    remedy: 'Look at Keys for those that are there.',
  },
  CERTIFICATE_UNSUITABLE: {
    status: 400,
    title: 'This is not the certificate of an authority',
    cause:
      'It may not issue certificates and somebody else issued it, so no chain can lead to it and nothing would ever be trusted by it.',
    remedy:
      'Add the certificate of the authority that issued it: the last one of the chain, which publishers make known beside their signatures.',
  },
  CERTIFICATE_NOT_FOUND: {
    status: 404,
    title: 'No such certificate',
    cause: 'No certificate with this fingerprint is on the trust shelf.',
    remedy: 'Look at Keys & identities for the certificates there are, or add it there.',
  },
  TRUST_ROOT_INVALID: {
    status: 400,
    title: 'This trusted root cannot be used',
    cause:
      'The document is not JSON or is damaged, a window of validity ends before it begins, or a log does not say from when it is valid.',
    remedy: 'Give the file that your Sigstore instance publishes, or what cosign trusted-root create writes.',
  },
  TRUST_ROOT_EMPTY: {
    status: 400,
    title: 'This trusted root holds nobody',
    cause: 'The text is empty, or the document names no authority and no log, so nothing could be verified with it.',
    remedy: 'Give the complete trusted_root.json of your Sigstore instance.',
  },
  TRUST_ROOT_WRONG_TYPE: {
    status: 400,
    title: 'This is another kind of file',
    cause:
      'The mediaType is not that of a Sigstore trusted root: it is perhaps a bundle, a signing configuration, the metadata of a TUF repository, or a certificate.',
    remedy:
      'Give trusted_root.json. The root.json of a TUF repository belongs to a mirror: add the mirror with it instead.',
  },
  TRUST_ROOT_EXPIRED: {
    status: 422,
    title: 'This trusted root has expired',
    cause:
      'The windows of all its authorities are over, or the metadata with which its TUF repository vouches for it has expired.',
    remedy:
      'Get the current file from whoever runs the instance. If only a mirror is out of date, refresh again once it has been renewed.',
  },
  TRUST_ROOT_ROLLBACK: {
    status: 422,
    title: 'The mirror offers something older',
    cause:
      'The TUF repository serves metadata with a lower version than was seen before: a mirror that lags, or an attack.',
    remedy: 'The newer copy stays in use. Ask whoever runs the mirror why it went back.',
  },
  TRUST_ROOT_FOREIGN: {
    status: 422,
    title: 'The mirror belongs to somebody else',
    cause: 'The metadata is not signed by enough of the keys that the pinned TUF root names.',
    remedy:
      'Check the address, and get root.json from whoever runs the instance over a way that you trust. The copy before stays in use.',
  },
  TRUST_ROOT_METADATA_INVALID: {
    status: 422,
    title: 'The TUF metadata is not right',
    cause:
      'A file of the TUF repository is truncated, malformed, too large, has another hash than was announced, or counts one key twice.',
    remedy: 'The copy before stays in use. Check the mirror; give root.json as its repository publishes it.',
  },
  TRUST_ROOT_UNREACHABLE: {
    status: 502,
    title: 'The mirror cannot be reached',
    cause: 'The TUF repository did not answer, or has no such file. The copy at hand stays in use.',
    remedy: 'Check the address and the network between. Without one, add the trusted_root.json as a file.',
  },
  TRUST_ROOT_NOT_FOUND: {
    status: 404,
    title: 'No such trusted root',
    cause: 'There is no trusted root with this id here; it may have been removed.',
    remedy: 'Look at Settings → Trusted roots for those there are.',
  },
  TRUST_ROOT_EXISTS: {
    status: 409,
    title: 'There is a trusted root of this name',
    cause: 'Rules name trusted roots, so no two of them may be called the same.',
    remedy: 'Choose another name, or remove the one that is there.',
  },
  RULE_INVALID: {
    status: 400,
    title: 'This rule cannot be kept',
    cause: 'A pattern, a time or the signer of the rule is not valid.',
    remedy: 'The detail names the field. Patterns look like workshop/* or registry.example.com/team/**.',
  },
  PATTERN_INVALID: {
    status: 400,
    title: 'This pattern cannot be used',
    cause: 'The pattern for subjects is empty, too long, or not a regular expression in the syntax of RE2.',
    remedy:
      'Write an RE2 expression that matches the whole subject, or give the exact subject. Look-ahead and back-references do not exist in RE2.',
  },
  PATTERN_TOO_WIDE: {
    status: 400,
    title: 'This pattern matches everybody',
    cause: 'Whoever signed would match the pattern, so a rule with it would trust anybody who can get a certificate.',
    remedy:
      'Begin the pattern with what all allowed subjects begin with, for instance https://github\\.com/your-organisation/.',
  },
  RULE_NOT_FOUND: {
    status: 404,
    title: 'No such rule',
    cause: 'No trust rule with this id is there; it may have been removed.',
    remedy: 'Look at the key’s page for the rules that name it.',
  },
  SBOM_NOT_FOUND: {
    status: 404,
    title: 'No SBOM',
    cause: 'Every store was asked and none holds an SBOM for this image that can be shown.',
    remedy:
      'Attach one, for example: syft IMAGE -o spdx-json > sbom.json, then cosign attest --type spdxjson --predicate sbom.json IMAGE.',
  },
  SBOM_INVALID: {
    status: 422,
    title: 'The SBOM cannot be read',
    cause: 'The document is damaged, is something else, or breaks its own specification.',
    remedy: 'The detail names the place. Make it again with a current tool.',
  },
  SBOM_UNSUPPORTED: {
    status: 422,
    title: 'This SBOM format is not supported',
    cause: 'Read are SPDX 2.2 and 2.3 as JSON or tag-value, and CycloneDX 1.2 to 1.7 as JSON.',
    remedy: 'Make it again in one of these formats; the original can be downloaded as it is.',
  },
  REQUEST_INVALID: {
    status: 400,
    title: 'The request is not valid',
    cause: 'A field or parameter is missing, unknown or of the wrong kind.',
    remedy: 'The detail names it; /docs/api describes every request.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    title: 'The request is too large',
    cause: 'The body is larger than this endpoint reads.',
    remedy: 'Send less at once.',
  },
  REQUEST_FORBIDDEN: {
    status: 403,
    title: 'The request comes from elsewhere',
    cause:
      'Its Host or Origin is not an address of this server. That protects against other web sites using your browser.',
    remedy: 'Open Touchstone under its own address, or set TOUCHSTONE_BASE_URL to the address that people use.',
  },
  REQUEST_CANCELLED: {
    status: 499,
    title: 'The request was given up',
    cause: 'The client went away before the answer was ready.',
    remedy: 'Nothing to do.',
  },
  SERVER_STOPPING: {
    status: 503,
    title: 'The server is stopping',
    cause: 'It was told to stop before the answer was ready.',
    remedy: 'Ask again once it has started.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Nothing here',
    cause: 'There is no such page or endpoint.',
    remedy: '/docs/api lists the endpoints.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The address does not have this method',
    cause: 'The address exists, but not for the method of the request: a GET where something is sent, or the reverse.',
    remedy: 'Use one of the methods that the Allow header and the detail name; /docs/api lists them.',
  },
  CONFIG_INVALID: {
    status: 500,
    title: 'The configuration is not valid',
    cause: 'The configuration file or an environment variable has a wrong key or value.',
    remedy: 'The detail names the line and key.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The database does not answer',
    cause: 'It cannot be opened or reached, or it is damaged.',
    remedy:
      'Check the data directory, or DATABASE_URL and the PostgreSQL server. Nothing that was confirmed before is lost by waiting.',
  },
  STORE_FULL: {
    status: 503,
    title: 'The disk is full',
    cause: 'The data directory has no space left, so the change was not kept.',
    remedy: 'Free some space. The cache folder in the data directory can be deleted at any time.',
  },
  STORE_READ_ONLY: {
    status: 503,
    title: 'The data directory cannot be written',
    cause: 'It is read-only or belongs to another user, so the change was not kept.',
    remedy: 'Give this server’s user write permission, or set TOUCHSTONE_DATA_DIR to another folder.',
  },
  STORE_LOCKED: {
    status: 503,
    title: 'The database is busy',
    cause: 'Another process held it for longer than is waited for.',
    remedy: 'Try again. For several servers use PostgreSQL through DATABASE_URL.',
  },
  INTERNAL: {
    status: 500,
    title: 'Something went wrong here',
    cause: 'An unexpected fault in Touchstone itself. It was logged.',
    remedy: 'Try again; if it stays so, report it with the code and time.',
  },
}

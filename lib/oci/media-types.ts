/** Media types of the OCI image specification, of Docker's image format, and of what is attached to images. */
export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerSchema1: 'application/vnd.docker.distribution.manifest.v1+json',
  dockerSchema1Signed: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
  simpleSigning: 'application/vnd.dev.cosign.simplesigning.v1+json',
  cosignSignatureArtifact: 'application/vnd.dev.cosign.artifact.sig.v1+json',
  dsseEnvelope: 'application/vnd.dsse.envelope.v1+json',
  inToto: 'application/vnd.in-toto+json',
  notationArtifact: 'application/vnd.cncf.notary.signature',
  jose: 'application/jose+json',
  cose: 'application/cose',
} as const

/** `Accept` of every manifest request: the four kinds that are understood, never schema 1. */
export const acceptedManifestTypes = [
  mediaTypes.ociIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerList,
  mediaTypes.dockerManifest,
] as const

export const isIndexType = (mediaType: string): boolean =>
  mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerList

export const isManifestType = (mediaType: string): boolean =>
  mediaType === mediaTypes.ociManifest || mediaType === mediaTypes.dockerManifest

/** Media type of an image's configuration; other configs belong to artifacts and describe no image. */
export const isConfigType = (mediaType: string): boolean =>
  mediaType === mediaTypes.ociConfig || mediaType === mediaTypes.dockerConfig

/** Media type of a Sigstore bundle's layer or artifact, any version: `…bundle.v0.3+json` or `…bundle+json;version=0.1`. */
export const isBundleType = (mediaType: string): boolean => mediaType.startsWith('application/vnd.dev.sigstore.bundle')

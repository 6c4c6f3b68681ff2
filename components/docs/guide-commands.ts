import { isAppError } from '#lib/errors/app-error.ts'
import { formatReference, formatRepository, parseReference } from '#lib/oci/reference.ts'

export type CosignMajor = '3' | '2'

/** What the commands of the guide are filled in with. */
export type GuideImage = {
  readonly reference: string
  readonly repository: string
  readonly host: string
  /** What is wrong with what the reader typed; the example stands in for it. */
  readonly problem: string | null
}

export const exampleImage = 'localhost:5000/workshop/hummingbird-demo:v1'

/** Reads the image that the reader wants in the commands; attacker-controlled, so only what parses is used. */
export function toGuideImage(text: string | undefined): GuideImage {
  try {
    const reference = parseReference((text ?? '').trim() || exampleImage)
    return {
      reference: formatReference({ ...reference, digest: null, tag: reference.tag ?? parseReference('a').tag }),
      repository: formatRepository(reference),
      host: reference.registry,
      problem: null,
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { ...toGuideImage(exampleImage), problem: error.message }
  }
}

/** The commands of the guide, by step. Version 3 of cosign needs the signing configuration switched off to leave the log out. */
export function toGuideCommands({ reference, repository }: GuideImage, cosign: CosignMajor) {
  const withoutLog = cosign === '3' ? '--use-signing-config=false --tlog-upload=false' : '--tlog-upload=false'
  const subject = `"${repository}@$DIGEST"`
  return {
    push: `docker pull docker.io/library/alpine:3.22
docker tag docker.io/library/alpine:3.22 ${reference}
docker push ${reference}`,
    digest: `DIGEST=$(docker buildx imagetools inspect ${reference} --format '{{json .Manifest.Digest}}' | tr -d '"')
echo "$DIGEST"`,
    keys: 'cosign generate-key-pair',
    sign: `cosign sign --key cosign.key ${withoutLog} --yes \\
  ${subject}`,
    verify: `cosign verify --key cosign.pub --insecure-ignore-tlog=true \\
  ${subject}`,
    sbom: `syft "registry:${repository}@$DIGEST" -o spdx-json=sbom.spdx.json
jq '.packages | length' sbom.spdx.json`,
    attest: `cosign attest --key cosign.key ${withoutLog} --yes \\
  --type spdxjson --predicate sbom.spdx.json \\
  ${subject}`,
    verifyAttestation: `cosign verify-attestation --key cosign.pub --insecure-ignore-tlog=true --type spdxjson \\
  ${subject} \\
  | jq -r .payload | base64 -d | jq '.predicate.packages | length'`,
  } as const
}

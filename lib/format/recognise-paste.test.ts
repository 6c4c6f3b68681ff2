import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recognisePaste } from './recognise-paste.ts'

const hex = 'ab'.repeat(32)
const reference = (text: string) => {
  const paste = recognisePaste(text)
  return paste.kind === 'reference' ? paste.reference : paste.kind
}

describe('recognisePaste', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['  localhost:5000/workshop/demo:v1\n', 'localhost:5000/workshop/demo:v1'],
    [`quay.io/a/b@sha256:${hex}`, `quay.io/a/b@sha256:${hex}`],
    ['sample.layout/workshop/hummingbird-demo:v1', 'sample.layout/workshop/hummingbird-demo:v1'],
    ['docker://quay.io/a/b:1', 'quay.io/a/b:1'],
    ['https://ghcr.io/a/b', 'ghcr.io/a/b:latest'],
    ['docker pull nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['$ docker pull --platform linux/arm64 nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['sudo podman pull quay.io/a/b', 'quay.io/a/b:latest'],
    ['docker run --rm -it -p 80:80 -e A=b quay.io/a/b:2 sh -c ls', 'quay.io/a/b:2'],
    ['docker buildx imagetools inspect quay.io/a/b:2', 'quay.io/a/b:2'],
    ['cosign verify --key cosign.pub localhost:5000/a/b:v1', 'localhost:5000/a/b:v1'],
    [
      `cosign verify \\\n  --key cosign.pub \\\n  --insecure-ignore-tlog=true \\\n  quay.io/a/b@sha256:${hex} | jq .`,
      `quay.io/a/b@sha256:${hex}`,
    ],
    [
      "cosign verify-attestation --type spdxjson --certificate-identity-regexp '.*@x.org' --key k.pub 'quay.io/a/b:1' > out.json",
      'quay.io/a/b:1',
    ],
    ['cosign download attestation quay.io/a/b:1', 'quay.io/a/b:1'],
    ['skopeo inspect docker://quay.io/a/b:1', 'quay.io/a/b:1'],
  ])('reads the image out of %j', (text, expected) => {
    expect(reference(text)).toBe(expected)
  })

  it('tells a bare word, which may be a search, from a written-out reference', () => {
    expect(recognisePaste('nginx')).toMatchObject({ kind: 'reference', isBareWord: true })
    expect(recognisePaste('nginx:1')).toMatchObject({ kind: 'reference', isBareWord: false })
  })

  it('knows a digest and a public key', () => {
    expect(recognisePaste(`SHA256:${hex.toUpperCase()}`)).toEqual({ kind: 'digest', digest: `sha256:${hex}` })
    expect(recognisePaste('-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----').kind).toBe('pem')
  })

  it('never takes a private key for anything else, wherever it stands', () => {
    const key = '-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----'
    for (const text of [key, `-----BEGIN PUBLIC KEY-----\n\n${key}`, `docker pull ${key}`]) {
      expect(recognisePaste(text).kind).toBe('private-key')
    }
  })

  it('says why a text is no reference', () => {
    expect(recognisePaste('Two Words')).toMatchObject({ kind: 'search', reason: expect.stringContaining('reference') })
    expect(recognisePaste('docker ps')).toMatchObject({ kind: 'search' })
    expect(recognisePaste('   ')).toEqual({ kind: 'empty' })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        recognisePaste(text)
        recognisePaste(`cosign verify ${text}`)
      }),
    )
  })
})

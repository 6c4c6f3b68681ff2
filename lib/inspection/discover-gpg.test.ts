import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import { discoverEvidence } from '#lib/inspection/discovery/discover-evidence.ts'
import { resolveSubject } from '#lib/inspection/discovery/resolve-subject.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { parseReference } from '#lib/oci/reference.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { putImage } from '#lib/testing/memory-evidence.ts'
import { createMemorySource } from '#lib/testing/memory-source.ts'
import { contextFor } from '#lib/testing/signed-evidence.ts'
import { evaluateState } from '#lib/trust/evaluate-verdict.ts'
import { examineDiscovery } from '#lib/trust/examine-discovery.ts'

async function discover(listGpgSignatures: NonNullable<ImageSource['listGpgSignatures']> | null) {
  const memory = createMemorySource()
  const image = putImage(memory, 'team/app', { tag: 'v1' })
  const source: ImageSource = listGpgSignatures === null ? memory : { ...memory, listGpgSignatures }
  const discovery = await discoverEvidence(
    source,
    await resolveSubject(source, parseReference(`registry.test/team/app@${image}`)),
  )
  const examined = examineDiscovery(discovery, contextFor([], { subject: image }))
  const answer = discovery.answers.find(({ store }) => store === 'signature-extension')
  return { discovery, examined, answer, state: evaluateState({ examined, answers: discovery.answers }) }
}

describe('GPG signatures of an image', () => {
  it('are not asked for where the source keeps none, and not mentioned', async () => {
    for (const source of [null, async () => null]) {
      const { answer, state } = await discover(source)
      expect([answer, state]).toEqual([undefined, 'unsigned'])
    }
  })

  it('P-17 are listed as what is not verified, so that the image is not called unsigned', async () => {
    const message = Buffer.from('OpenPGP message')
    const { answer, examined, state } = await discover(async () => [message])
    expect(answer).toMatchObject({
      answer: 'found',
      count: 1,
      asked: expect.stringContaining('/extensions/v2/team/app/'),
    })
    expect(examined.signatures).toMatchObject([
      { state: 'undetermined', format: 'gpg-simple-signing', digest: digestOf(message), store: 'signature-extension' },
    ])
    expect(state).toBe('undetermined')
  })

  it('H-01 are not absent when the registry does not answer', async () => {
    const refused = new AppError('REGISTRY_FORBIDDEN', 'no', { context: { status: 403 } })
    const { answer, state } = await discover(() => Promise.reject(refused))
    expect(answer).toMatchObject({ answer: 'failed', code: 'REGISTRY_FORBIDDEN', status: 403 })
    expect(state).toBe('undetermined')
    expect((await discover(async () => [])).answer).toMatchObject({ answer: 'absent', count: 0 })
  })
})

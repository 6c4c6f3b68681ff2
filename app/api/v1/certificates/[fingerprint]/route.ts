import { answer, noContent } from '#lib/api/answer.ts'
import { updateCertificateSchema } from '#lib/api/contract/certificates.ts'
import { fingerprintParameter } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toCertificateDto } from '#lib/api/to-certificate.ts'
import { assertKeyName } from '#lib/inspection/shelf/add-key.ts'

export const GET = route({
  params: fingerprintParameter,
  async handle({ runtime: { store, now }, params }) {
    const certificate = await store.certificates.get(params.fingerprint)
    return answer(toCertificateDto(certificate, await store.rules.list(), now()))
  },
})

export const PATCH = route({
  params: fingerprintParameter,
  body: updateCertificateSchema,
  async handle({ runtime: { store, now }, params, body }) {
    assertKeyName(body.name)
    const certificate = await store.certificates.update(params.fingerprint, body)
    return answer(toCertificateDto(certificate, await store.rules.list(), now()))
  },
})

export const DELETE = route({
  params: fingerprintParameter,
  async handle({ runtime: { store }, params }) {
    await store.certificates.delete(params.fingerprint)
    return noContent()
  },
})

export const { OPTIONS, POST, PUT } = otherMethods('GET', 'PATCH', 'DELETE')

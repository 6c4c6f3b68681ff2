import { answer } from '#lib/api/answer.ts'
import { createCertificatesSchema } from '#lib/api/contract/certificates.ts'
import { pageSchema } from '#lib/api/contract/common.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { toCertificateDto } from '#lib/api/to-certificate.ts'
import { limits } from '#lib/config/limits.ts'
import { addCertificates } from '#lib/inspection/shelf/add-certificates.ts'

export const GET = route({
  query: pageSchema,
  async handle({ runtime: { store, now }, query }) {
    const rules = await store.rules.list()
    const page = toPage(await store.certificates.list(), query, ({ fingerprint }) => fingerprint)
    return answer({ ...page, items: page.items.map((one) => toCertificateDto(one, rules, now())) })
  },
})

export const POST = route({
  body: createCertificatesSchema,
  maxBodyBytes: limits.maxRulesBodyBytes,
  async handle({ runtime: { store, now }, body }) {
    const { certificates, created } = await addCertificates(store, body)
    const rules = await store.rules.list()
    const items = certificates.map((one) => toCertificateDto(one, rules, now()))
    return answer({ items, next: null }, { status: created > 0 ? 201 : 200 })
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')

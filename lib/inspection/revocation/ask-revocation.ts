import { LRUCache } from 'lru-cache'
import { limits } from '#lib/config/limits.ts'
import { judgeRevocation } from '#lib/notation/revocation/judge-revocation.ts'
import { listPlaces } from '#lib/notation/revocation/list-places.ts'
import {
  type RevocationAnswer,
  type RevocationPlace,
  type RevocationQuestion,
  type RevocationStatus,
  type RevocationStatuses,
  toQuestionKey,
} from '#lib/notation/revocation/revocation.ts'
import { createSharedFlights } from '#lib/registry/shared-flights.ts'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { type FetchAnswer, toUrl } from './fetch-answer.ts'

/** What was found out, the answers that it rests on by `toQuestionKey`, and when it has to be asked anew (milliseconds). */
export type AskedRevocation = {
  readonly statuses: RevocationStatuses
  readonly answers: ReadonlyMap<string, readonly RevocationAnswer[]>
  readonly until: number
}

/** Asks about certificates that are proven to be issued under an anchor. Never throws for an answer: that is a status. */
export type AskRevocation = (questions: readonly RevocationQuestion[]) => Promise<AskedRevocation>

/** Where nobody is to be asked, every question stays one. */
export const askNobody: AskRevocation = async () => ({
  statuses: new Map(),
  answers: new Map(),
  until: Number.POSITIVE_INFINITY,
})

type Settled = {
  readonly status: RevocationStatus
  readonly answers: readonly RevocationAnswer[]
  readonly until: number
}
type Tools = { readonly fetch: FetchAnswer; readonly now: () => Date }

const sizeOf = (answers: readonly RevocationAnswer[]): number =>
  answers.reduce((sum, { bytes }) => sum + (bytes?.byteLength ?? 0), 1_000)

/**
 * Asks the places that certificates name, one after the other until one says anything. What was said is kept until it ends,
 * a day at most; that a place is silent is kept for minutes, so that many images wait for it once.
 */
export function createAskRevocation({ fetch, now }: Tools): AskRevocation {
  const clock = { perf: { now: () => now().getTime() }, ttlResolution: 0 }
  const settled = new LRUCache<string, Settled>({
    maxSize: limits.maxRevocationCacheBytes,
    sizeCalculation: ({ answers }) => sizeOf(answers),
  })
  const fetched = new LRUCache<string, RevocationAnswer>({
    maxSize: limits.maxRevocationCacheBytes,
    sizeCalculation: (answer) => sizeOf([answer]),
    ...clock,
  })
  const dead = new LRUCache<string, string>({ max: 1_000, ttl: limits.revocationRetryMs, ...clock })
  const flights = createSharedFlights()
  const slots = createSlots(limits.maxRevocationFetches)

  const askPlace = async (url: URL, place: RevocationPlace): Promise<RevocationAnswer> => {
    const askedAt = now().toISOString()
    const silent = dead.get(url.origin)
    if (silent !== undefined) return { ...place, askedAt, bytes: null, problem: silent }
    const { bytes, problem, isDead } = await slots(() => fetch(url, place.method))
    if (isDead) dead.set(url.origin, problem)
    return { ...place, askedAt, bytes, problem }
  }
  const askOnce = async (url: URL, place: RevocationPlace): Promise<RevocationAnswer> => {
    const held = fetched.get(url.href)
    if (held !== undefined) return { ...held, ...place }
    const answer = await flights.join(`place ${url.href}`, undefined, () => askPlace(url, place))
    fetched.set(url.href, answer, { ttl: limits.revocationRetryMs })
    return { ...answer, ...place }
  }
  const settle = async (question: RevocationQuestion): Promise<Settled> => {
    const about = { certificate: parseCertificate(question.certificate), issuer: parseCertificate(question.issuer) }
    const answers: RevocationAnswer[] = []
    for (const place of listPlaces(about.certificate)) {
      const url = toUrl(place, about)
      const answer = await askOnce(url, place)
      answers.push(answer)
      const nowMs = now().getTime()
      const status = judgeRevocation(question, [answer], nowMs)
      if (status.kind === 'unknown') continue
      const until = Math.min(nowMs + limits.maxRevocationAgeMs, endOf(status))
      fetched.set(url.href, answer, { ttl: Math.max(1, until - nowMs) })
      return { status, answers, until }
    }
    const nowMs = now().getTime()
    return { status: judgeRevocation(question, answers, nowMs), answers, until: nowMs + limits.revocationRetryMs }
  }
  const ask = async (question: RevocationQuestion): Promise<readonly [string, Settled]> => {
    const key = toQuestionKey(question)
    const held = settled.get(key)
    if (held !== undefined && now().getTime() < held.until) return [key, held]
    const one = await flights.join(`question ${key}`, undefined, () => settle(question))
    settled.set(key, one)
    return [key, one]
  }

  return async (all) => {
    const asked = await Promise.all(all.map(ask))
    return {
      statuses: new Map(asked.map(([key, { status }]) => [key, status])),
      answers: new Map(asked.map(([key, { answers }]) => [key, answers])),
      until: Math.min(...asked.map(([, { until }]) => until)),
    }
  }
}

/** What is revoked for good has no end. */
const endOf = (status: Exclude<RevocationStatus, { kind: 'unknown' }>): number =>
  status.kind === 'good' ? status.nextUpdate + 1 : Number.POSITIVE_INFINITY

/** Lets so many work at once; the others wait for their turn. */
function createSlots(count: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let free = count
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

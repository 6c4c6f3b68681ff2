import { parentPort, workerData } from 'node:worker_threads'
import { setLimits } from '#lib/config/limits.ts'
import { type Examined, examineDiscovery } from '#lib/trust/examine-discovery.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'
import { type ExamineAnswer, type ExamineRequest, keptTrusts } from './examine-messages.ts'

setLimits(workerData.limits)

const trusts = new Map<number, TrustInput>()

parentPort?.on('message', (request: ExamineRequest) => {
  if (request.kind === 'examine') return answer({ id: request.id, examined: examine(request) })
  trusts.set(request.trustId, request.trust)
  for (const oldest of trusts.keys()) {
    if (trusts.size <= keptTrusts) break
    trusts.delete(oldest)
  }
})

parentPort?.postMessage('ready')

function answer(message: ExamineAnswer): void {
  parentPort?.postMessage(message)
}

function examine({ trustId, items, context }: Extract<ExamineRequest, { kind: 'examine' }>): Examined | null {
  const trust = trusts.get(trustId)
  if (trust === undefined) return null
  try {
    return examineDiscovery({ items }, { ...context, trust })
  } catch {
    return null
  }
}

import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { State } from '#lib/evidence/state.ts'

/** What operators can watch. Labels have fixed sets of values: no image, host or path ever becomes one. */
export type Metrics = {
  /** In the Prometheus text format. */
  format(): Promise<string>
  readonly contentType: string
  countAnswer(method: string, status: number): void
  countVerdict(state: State | 'error', seconds: number): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  const answers = new Counter({
    name: 'touchstone_http_answers_total',
    help: 'Answers of the API by method and status class.',
    labelNames: ['method', 'status'],
    registers: [registry],
  })
  const verdicts = new Histogram({
    name: 'touchstone_inspection_seconds',
    help: 'Time to a verdict by its state.',
    labelNames: ['state'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  return {
    format: () => registry.metrics(),
    contentType: registry.contentType,
    countAnswer: (method, status) => answers.inc({ method, status: `${Math.floor(status / 100)}xx` }),
    countVerdict: (state, seconds) => verdicts.observe({ state }, seconds),
  }
}

import { parentPort, workerData } from 'node:worker_threads'
import type { Plan } from './flip-item.ts'
import { listAccepted } from './list-accepted.ts'
import { runFlips } from './run-flips.ts'

parentPort?.postMessage(runFlips(await listAccepted(), workerData as Plan))

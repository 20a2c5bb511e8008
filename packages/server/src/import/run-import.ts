import { on } from 'node:events'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { causeOf } from './error-cause.ts'
import type { Import, ImportResult } from './import-files.ts'
import type { FromImport, ImportOrder, ToImport } from './import-messages.ts'
import { serverStopped } from './import-run.ts'

export interface ImportFailure {
  /** For the sender. */
  readonly failed: string
  /** For the operator of the server. Undefined: there is nothing to look into. */
  readonly cause?: string
}

export interface RunSettings extends Required<Pick<Import, 'mayTell' | 'onProgress'>> {
  readonly onNotice: (sentence: string) => void
  /** Ends the import. */
  readonly signal: AbortSignal
  /** Megabytes of heap for what lives longer than a moment. */
  readonly maxHeapMb?: number | undefined
}

const usualMaxHeapMb = 256

const script = new URL('./import-worker.ts', import.meta.url)

/** Run an import in a thread of its own, to its end. Never fails: what went wrong is in the result. */
export async function runImport(
  order: ImportOrder,
  settings: RunSettings,
): Promise<ImportResult | ImportFailure> {
  try {
    return await resultOf(order, settings)
  } catch (error) {
    return settings.signal.aborted ? { failed: serverStopped } : failureOf(error)
  }
}

async function resultOf(
  order: ImportOrder,
  { mayTell, onProgress, onNotice, signal, maxHeapMb = usualMaxHeapMb }: RunSettings,
): Promise<ImportResult | ImportFailure> {
  signal.throwIfAborted()
  const worker = new Worker(script, { workerData: order, execArgv: [], resourceLimits: limitsOf(maxHeapMb) })
  worker.unref()
  // What happens while it is ended has no other listener.
  worker.on('error', () => {})
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'], signal })) {
      const received = message as FromImport
      switch (received.type) {
        case 'progress':
          onProgress(received.progress)
          break
        case 'mayTell':
          worker.postMessage({ mayTell: await mayTell(received.lines) } satisfies ToImport)
          break
        case 'notice':
          onNotice(received.sentence)
          break
        case 'result':
          return received.result
        case 'error':
          return { failed: failedHere, cause: received.cause }
      }
    }
    return { failed: failedHere, cause: 'its thread ended' }
  } finally {
    // Its connections end with it, and its transaction is rolled back.
    await worker.terminate()
  }
}

/** V8 first collects garbage from the old generation when half of its limit is used. */
function limitsOf(maxHeapMb: number): ResourceLimits {
  return { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 24 }
}

const failedHere = 'the import failed on this side, nothing was imported; send it again'
const outOfMemory =
  'the import needs more memory than it can take, nothing was imported; send fewer files at a time, or import them at the server with `rolecall import`'

function failureOf(error: unknown): ImportFailure {
  const isOutOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return { failed: isOutOfMemory ? outOfMemory : failedHere, cause: causeOf(error) }
}

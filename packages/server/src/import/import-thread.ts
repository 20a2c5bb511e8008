import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { causeOf } from './error-cause.ts'
import type { Import, ImportResult } from './import-files.ts'
import type { FromImport, ImportOrder, ThreadData, ToImport } from './import-messages.ts'
import { serverStopped } from './import-run.ts'

export interface ImportFailure {
  /** For the sender. */
  readonly failed: string
  /** For the operator of the server. Undefined: there is nothing to look into. */
  readonly cause?: string
}

export interface ImportListeners extends Required<Pick<Import, 'mayTell' | 'onProgress'>> {
  readonly onNotice: (sentence: string) => void
}

/** Runs imports in a thread, one at a time. Never fails: what went wrong is in the result. */
export type RunImport = (
  order: ImportOrder,
  listeners: ImportListeners,
) => Promise<ImportResult | ImportFailure>

export interface ThreadSettings extends ThreadData {
  /** Ends the thread, and the import that runs in it. */
  readonly signal: AbortSignal
  /** Megabytes of heap, without the young generation. */
  readonly maxHeapMb?: number | undefined
  /** How long the thread waits for another import. Loading the program again takes longer than a small import. */
  readonly idleMs?: number
}

/** The longest lines need half of it. Far beyond it, one large text would end the whole process, not the thread alone. */
const usualMaxHeapMb = 640

/** Small: garbage that is seldom collected is most of what an import takes. */
const maxYoungGenerationSizeMb = 24

const script = new URL('./import-worker.ts', import.meta.url)

export function importThread({
  databaseUrl,
  signal,
  maxHeapMb = usualMaxHeapMb,
  idleMs = 60_000,
}: ThreadSettings): RunImport {
  const oneByOne = pLimit(1)
  let idle: { readonly worker: Worker; readonly timer: NodeJS.Timeout } | undefined
  const endIdle = () => {
    void idle?.worker.terminate()
    idle = undefined
  }
  signal.addEventListener('abort', endIdle, { once: true })

  function take(): Worker {
    if (idle === undefined) return startWorker({ databaseUrl }, maxHeapMb)
    const { worker, timer } = idle
    clearTimeout(timer)
    idle = undefined
    return worker
  }

  function keep(worker: Worker): void {
    idle = { worker, timer: setTimeout(endIdle, idleMs).unref() }
  }

  async function run(order: ImportOrder, listeners: ImportListeners): Promise<ImportResult | ImportFailure> {
    if (signal.aborted) return { failed: serverStopped }
    const worker = take()
    try {
      const result = await resultOf(worker, order, listeners, signal)
      keep(worker)
      return result
    } catch (error) {
      // Its connections end with it, and its transaction is rolled back.
      await worker.terminate()
      return signal.aborted ? { failed: serverStopped } : failureOf(error)
    }
  }

  return (order, listeners) => oneByOne(() => run(order, listeners))
}

function startWorker(workerData: ThreadData, maxHeapMb: number): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb }
  const worker = new Worker(script, { workerData, execArgv: [], resourceLimits })
  // It does not keep the program running.
  worker.unref()
  // While no import runs, nothing else listens.
  worker.on('error', () => {})
  return worker
}

async function resultOf(
  worker: Worker,
  order: ImportOrder,
  { mayTell, onProgress, onNotice }: ImportListeners,
  signal: AbortSignal,
): Promise<ImportResult | ImportFailure> {
  const send = (message: ToImport) => worker.postMessage(message)
  const messages = on(worker, 'message', { close: ['exit'], signal })
  send({ type: 'order', order })
  for await (const [message] of messages) {
    const received = message as FromImport
    switch (received.type) {
      case 'progress':
        onProgress(received.progress)
        break
      case 'mayTell':
        send({ type: 'mayTell', mayTell: await mayTell(received.lines) })
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
  throw new Error('the thread of the import ended')
}

const failedHere = 'the import failed on this side, nothing was imported; send it again'
const outOfMemory =
  'the import needs more memory than it can take, nothing was imported; send fewer files at a time, or import them at the server with `rolecall import`'

function failureOf(error: unknown): ImportFailure {
  const isOutOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return { failed: isOutOfMemory ? outOfMemory : failedHere, cause: causeOf(error) }
}

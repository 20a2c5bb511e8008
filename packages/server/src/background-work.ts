/** Work that goes on after its request was answered. When the server stops it is ended and waited for. */
export interface BackgroundWork {
  /** Aborts when the server stops. */
  readonly signal: AbortSignal
  add<T>(work: Promise<T>): Promise<T>
  stop(): Promise<void>
}

export function backgroundWork(): BackgroundWork {
  const running = new Set<Promise<unknown>>()
  const stopping = new AbortController()
  return {
    signal: stopping.signal,
    add(work) {
      running.add(work)
      const remove = () => running.delete(work)
      work.then(remove, remove)
      return work
    },
    async stop() {
      stopping.abort()
      await Promise.allSettled(running)
    },
  }
}

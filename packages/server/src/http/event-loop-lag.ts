/** How late the event loop is: by how much a timer came later than it was set to. */
export interface EventLoopLag {
  /** In milliseconds, as it was last measured or is at the least now. */
  ms(): number
  stop(): void
}

/** How often it is measured, in milliseconds. */
const step = 500

export function measureLag(): EventLoopLag {
  let due = performance.now() + step
  let last = 0
  const timer = setInterval(() => {
    const now = performance.now()
    last = now - due
    due = now + step
  }, step)
  timer.unref()
  return { ms: () => Math.max(last, performance.now() - due), stop: () => clearInterval(timer) }
}

/** Work of which only a few may run at once, and only so many may wait. */
export interface Turns {
  /** Do it when it is its turn. `busy`: too many wait already, and it was not done. */
  take<T>(work: () => Promise<T>): Promise<T | 'busy'>
}

export function turns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Turns {
  const queue: (() => void)[] = []
  let running = 0
  return {
    async take(work) {
      if (running >= atOnce) {
        if (queue.length >= waiting) return 'busy'
        // Whoever ends hands its place over, so the number that run stays the same.
        await new Promise<void>((go) => queue.push(go))
      } else running++
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next === undefined) running--
        else next()
      }
    },
  }
}

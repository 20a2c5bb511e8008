declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined: the request takes no place. */
    work?: Work
  }
}

/** The work that goes on for a request: its answer, its handler, what a stream still reads. */
export interface Work {
  /**
   * Begin a part of it.
   * @returns what ends that part, to be called once
   */
  begin(): () => void
}

/** Track the work for a request, and call a function when the last part of it has ended. */
export function trackWork(whenOver: () => void): Work {
  let parts = 0
  return {
    begin() {
      parts++
      return () => {
        parts--
        if (parts === 0) whenOver()
      }
    },
  }
}

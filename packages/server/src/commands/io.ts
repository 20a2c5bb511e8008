/** Where a command writes: a line each, what it found to `out`, what it has to say about itself to `err`. */
export interface Io {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/** 0: done. 1: it could not be done, or the answer is no. 2: it was asked wrongly. */
export type ExitCode = 0 | 1 | 2

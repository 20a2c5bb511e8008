import type { Place } from './tree.ts'

/** One thing that is wrong with a practice file: where, what, and what to do about it, in one sentence. */
export interface FileError {
  readonly file: string
  /** Counted from one. */
  readonly line: number
  /** Counted from one. */
  readonly column: number
  readonly sentence: string
}

/** An error as one line: `clinic.yaml:12:9: unknown role ...`. */
export function fileErrorLine({ file, line, column, sentence }: FileError): string {
  return `${file}:${line}:${column}: ${sentence}`
}

/** Gathers what is wrong. `add` answers undefined, so that a reader can complain and give up in one breath. */
export interface Complaints {
  add(at: Place, sentence: string): undefined
  /** In the order of the file, none twice. */
  all(): readonly FileError[]
  readonly isEmpty: boolean
}

export function complaintsAbout(file: string): Complaints {
  const found = new Map<string, FileError>()
  return {
    add({ line, column }, sentence) {
      found.set(`${line}:${column}:${sentence}`, { file, line, column, sentence })
    },
    all: () => [...found.values()].toSorted((a, b) => a.line - b.line || a.column - b.column),
    get isEmpty() {
      return found.size === 0
    },
  }
}

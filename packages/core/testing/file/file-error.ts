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

/** How many errors of a file are worth printing: nobody reads the thousandth. */
const mostErrors = 100

/** The first errors as lines, and how many more there are. */
export function fileErrorLines(errors: readonly FileError[]): readonly string[] {
  const lines = errors.slice(0, mostErrors).map(fileErrorLine)
  const more = errors.length - lines.length
  return more > 0 ? [...lines, `and ${more} more; correct these first`] : lines
}

/** Gathers what is wrong. `add` answers undefined, so that a reader can complain and give up in one breath. */
export interface Complaints {
  add(at: Place, sentence: string): undefined
  /** What is allowed and yet probably a slip. */
  warn(at: Place, sentence: string): undefined
  /** In the order of the file, none twice. */
  all(): readonly FileError[]
  warnings(): readonly FileError[]
  readonly isEmpty: boolean
}

export function complaintsAbout(file: string): Complaints {
  const found = new Map<string, FileError>()
  const warned = new Map<string, FileError>()
  const into = (errors: Map<string, FileError>, { line, column }: Place, sentence: string): undefined => {
    errors.set(`${line}:${column}:${sentence}`, { file, line, column, sentence })
  }
  const sorted = (errors: Map<string, FileError>) =>
    [...errors.values()].toSorted((a, b) => a.line - b.line || a.column - b.column)
  return {
    add: (at, sentence) => into(found, at, sentence),
    warn: (at, sentence) => into(warned, at, sentence),
    all: () => sorted(found),
    warnings: () => sorted(warned),
    get isEmpty() {
      return found.size === 0
    },
  }
}

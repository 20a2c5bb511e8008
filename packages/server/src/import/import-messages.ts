/** What the server and the thread that runs an import tell each other. */
import type { ImportReport } from '@rolecall/contract'
import type { Import, ImportResult, Progress } from './import-files.ts'

/** What the thread starts with. */
export interface ThreadData {
  readonly databaseUrl: string
}

/** One import. */
export interface ImportOrder {
  /** As it is when the import starts. */
  readonly report: ImportReport
  readonly settings: Omit<Import, 'into' | 'mayTell' | 'onProgress' | 'beforeCommit'> & {
    readonly into: { readonly id: string }
  }
}

export type FromImport =
  | { readonly type: 'progress'; readonly progress: Progress }
  /** Answered by `ToImport`, before anything else is sent. */
  | { readonly type: 'mayTell'; readonly lines: number }
  /** For the operator of the server. */
  | { readonly type: 'notice'; readonly sentence: string }
  | { readonly type: 'result'; readonly result: ImportResult }
  | { readonly type: 'error'; readonly cause: string }

export type ToImport =
  | { readonly type: 'order'; readonly order: ImportOrder }
  | { readonly type: 'mayTell'; readonly mayTell: boolean }

import { decide, explain, holds, snapshotOf, whoCan } from '../../src/index.ts'
import type { Explain } from './check.ts'
import type { Engine } from './engine.ts'
import type { PracticeFile } from './practice-file.ts'
import { recordsOfKind } from './records-of-kind.ts'

/** The engine in memory, about one file. It alone explains itself. */
export function memoryEngine(file: PracticeFile): Engine & { readonly explain: Explain } {
  const snapshot = snapshotOf(file.catalog, file.policy)
  return {
    decide: (question) => decide(snapshot, question),
    holds: (question) => holds(snapshot, question),
    sees: ({ kind, ...who }) =>
      recordsOfKind(file, kind)
        .filter((record) => decide(snapshot, { ...who, act: 'view', record }).allowed)
        .map(({ id }) => id),
    whoCan: (question) => whoCan(snapshot, question),
    explain: (question) => explain(snapshot, question),
  }
}

import { reference, referenceHolds, referenceWhoCan } from '../../src/reference/reference.ts'
import type { Engine } from './engine.ts'
import type { PracticeFile } from './practice-file.ts'
import { recordsOfKind } from './records-of-kind.ts'

/** The reference as an engine: what every other is held against. */
export function referenceEngine(file: PracticeFile): Engine {
  const { catalog, policy } = file
  return {
    decide: (question) => reference(catalog, policy, question),
    holds: (question) => referenceHolds(catalog, policy, question),
    sees: ({ kind, ...who }) =>
      recordsOfKind(file, kind)
        .filter((record) => reference(catalog, policy, { ...who, act: 'view', record }).allowed)
        .map(({ id }) => id),
    whoCan: (question) => referenceWhoCan(catalog, policy, question),
  }
}

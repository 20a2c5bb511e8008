import type { RecordFacts } from '../../src/evaluate/facts.ts'
import { type PracticeFile, recordOf } from './practice-file.ts'

/** Every record of a kind that a file has, its patients among them. */
export function recordsOfKind(file: PracticeFile, kind: string): readonly RecordFacts[] {
  return [...file.patients.keys(), ...file.records.keys()].flatMap((id) => {
    const record = recordOf(file, id)
    return record?.kind === kind ? [record] : []
  })
}

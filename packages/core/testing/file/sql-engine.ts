import { steps } from '../../src/catalog/catalog.ts'
import { holds } from '../../src/evaluate/holds.ts'
import type { Answer, RecordQuestion } from '../../src/evaluate/question.ts'
import type { MemberId } from '../../src/policy/policy.ts'
import { snapshotOf } from '../../src/policy/snapshot.ts'
import { askIds, askSteps, createTables, load, type Query } from '../sql-world.ts'
import type { Engine } from './engine.ts'
import { type PracticeFile, recordOf } from './practice-file.ts'

/**
 * A PostgreSQL as an engine: the facts of a file as rows, and every question about records put as SQL. `holds` asks
 * about no record, so there is no SQL to ask. One file a session: its tables are temporary, and replaced each time.
 */
export async function sqlEngine(file: PracticeFile, query: Query): Promise<Engine> {
  const snapshot = snapshotOf(file.catalog, file.policy)
  const records = [...file.patients.keys(), ...file.records.keys()].flatMap((id) => recordOf(file, id) ?? [])
  await createTables(query)
  await load(query, file.patients.values(), records)

  const decide = async ({ record, ...question }: RecordQuestion): Promise<Answer> => {
    const [answers] = await askSteps(query, snapshot, [{ ...question, kind: record.kind }])
    const failed = answers?.get(record.id)
    if (failed === null) return { allowed: true }
    const step = steps.find((one) => one === failed)
    if (step === undefined) throw new Error(`the database has no answer about \`${record.id}\``)
    return { allowed: false, step }
  }
  const may = async (question: Omit<RecordQuestion, 'member'>, member: MemberId) =>
    (await decide({ ...question, member })).allowed

  return {
    decide,
    holds: (question) => holds(snapshot, question),
    sees: (question) => askIds(query, snapshot, { ...question, act: 'view' }),
    whoCan: async (question) => {
      const found: MemberId[] = []
      for (const { id, kind, manages } of file.policy.members) {
        const hands = kind === 'assistant' ? manages.map(({ practitioner }) => practitioner) : []
        for (const ask of [question, ...hands.map((actingFor) => ({ ...question, actingFor }))])
          if (!found.includes(id) && (await may(ask, id))) found.push(id)
      }
      return found
    },
  }
}

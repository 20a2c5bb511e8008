import { steps } from '../../src/catalog/catalog.ts'
import type { RecordFacts } from '../../src/evaluate/facts.ts'
import type { Answer, RecordQuestion } from '../../src/evaluate/question.ts'
import type { Member, MemberId } from '../../src/policy/policy.ts'
import { snapshotOf } from '../../src/policy/snapshot.ts'
import { askIds, askSteps, createTables, load, type Query } from '../sql-world.ts'
import type { RecordEngine } from './engine.ts'
import { type PracticeFile, recordOf } from './practice-file.ts'

/**
 * A PostgreSQL as an engine: the facts of a file as rows, and every question put as SQL. One file a session: its tables
 * are temporary, and replaced each time.
 */
export async function sqlEngine(file: PracticeFile, query: Query): Promise<RecordEngine> {
  const snapshot = snapshotOf(file.catalog, file.policy)
  const records = [...file.patients.keys(), ...file.records.keys()].flatMap((id) => recordOf(file, id) ?? [])
  await createTables(query)
  await load(query, file.patients.values(), records)
  let loaded: RecordFacts | undefined

  /** A record that is to be created is there alone, with its patient as they are before. */
  const prepare = async (record: RecordFacts | undefined): Promise<void> => {
    const next = record !== undefined && file.uncreated.get(record.id) === record ? record : undefined
    if (next === loaded) return
    loaded = next
    if (next === undefined) await load(query, file.patients.values(), records)
    else await load(query, next.patient == null ? [] : [next.patient], [next])
  }

  /** Several askers of one record at once, as they are put in one statement. */
  const answersOf = async (questions: readonly RecordQuestion[]): Promise<readonly Answer[]> => {
    await prepare(questions[0]?.record)
    const asked = questions.map(({ record, ...question }) => ({ ...question, kind: record.kind }))
    const answers = await askSteps(query, snapshot, asked)
    return questions.map(({ record }, index) => answerOf(record.id, answers[index]?.get(record.id)))
  }

  return {
    async decide(question) {
      const [answer] = await answersOf([question])
      return answer ?? answerOf(question.record.id, undefined)
    },
    async sees(question) {
      await prepare(undefined)
      return askIds(query, snapshot, { ...question, act: 'view' })
    },
    async whoCan(question) {
      const asked = file.policy.members.flatMap(hatsOf).map((hat) => ({ ...question, ...hat }))
      const answers = await answersOf(asked)
      return [...new Set(asked.filter((_, index) => answers[index]?.allowed).map(({ member }) => member))]
    },
  }
}

/** Everyone a member may be: themselves, and for an assistant the hands of each they manage. */
function hatsOf({
  id,
  kind,
  manages,
}: Member): readonly { readonly member: MemberId; actingFor?: MemberId }[] {
  const hands = kind === 'assistant' ? manages.map(({ practitioner }) => practitioner) : []
  return [{ member: id }, ...hands.map((actingFor) => ({ member: id, actingFor }))]
}

function answerOf(id: string, failed: string | null | undefined): Answer {
  if (failed === null) return { allowed: true }
  const step = steps.find((one) => one === failed)
  if (step === undefined) throw new Error(`the database has no answer about \`${id}\``)
  return { allowed: false, step }
}

/**
 * Records of every sort that some conditions tell apart: two records that answer each test alike are one sort.
 */
import type { PatientFacts, RecordFacts, State } from '../evaluate/facts.ts'
import type { Condition } from '../plan/condition.ts'

/** One record of each sort, about one patient. What a record has of its own place does not count beside a patient. */
export function sampleRecords(
  { kind, patient }: { readonly kind: string; readonly patient: PatientFacts },
  conditions: readonly Condition[],
): readonly RecordFacts[] {
  const tests = conditions.flatMap(testsIn)
  const idsOf = (is: IdTest['is']) =>
    tests.flatMap((test) => ('ids' in test && test.is === is ? [test.ids] : []))
  let records: readonly RecordFacts[] = idsToTry(idsOf('id-in')).map((id) => ({ id, kind, patient }))
  const vary = <T>(values: readonly T[], put: (value: T) => Partial<RecordFacts>) => {
    records = records.flatMap((record) => values.map((value) => ({ ...record, ...put(value) })))
  }
  vary([null, ...idsToTry(idsOf('owner-in'))], (owner) => ({ owner }))
  const authors = idsOf('author-in')
  if (authors.length > 0) vary(idsToTry(authors), (author) => ({ author }))
  vary(statesToTry(tests), (state) => ({ state }))
  const [cases, caseOwners] = [idsOf('case-in'), idsOf('case-owner-in')]
  if (cases.length + caseOwners.length > 0 || tests.some(({ is }) => is === 'case-present')) {
    const some = idsToTry(cases).flatMap((id) => idsToTry(caseOwners).map((owner) => ({ id, owner })))
    vary([null, ...some], (one) => ({ case: one }))
  }
  return records
}

type IdTest = Extract<Condition, { is: 'id-in' | 'owner-in' | 'author-in' | 'case-in' | 'case-owner-in' }>

function testsIn(condition: Condition): readonly Condition[] {
  return condition.is === 'all' || condition.is === 'any' ? condition.of.flatMap(testsIn) : [condition]
}

/** One id for each way to be on some of the lists and not on others; the last is on none. */
function idsToTry(lists: readonly (readonly string[])[]): readonly string[] {
  const sets = lists.map((list) => new Set(list))
  const found = new Map<string, string>()
  for (const id of new Set(lists.flat())) found.set(sets.map((set) => Number(set.has(id))).join(''), id)
  let other = 'other'
  while (sets.some((set) => set.has(other))) other += '*'
  return [...found.values(), other]
}

function statesToTry(tests: readonly Condition[]): readonly State[] {
  const values = new Map<string, Set<boolean | string>>()
  for (const test of tests)
    if (test.is === 'state') {
      const known = values.get(test.field) ?? new Set<boolean | string>([true, false])
      values.set(test.field, known.add(test.equals))
    }
  let states: readonly State[] = [{}]
  for (const [field, each] of values)
    states = states.flatMap((state) => [...each].map((value) => ({ ...state, [field]: value })))
  return states
}

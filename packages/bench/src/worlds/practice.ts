/**
 * A practice of many members on the practice catalogue, and what they ask about its records.
 */
import { type Member, type Policy, practiceCatalog, type RecordFacts, type Share } from '@rolecall/core'
import { practiceAllows } from '../oracle/practice-allows.ts'
import { Random } from '../random.ts'
import { type FactsTable, readFacts, readIds } from './facts-table.ts'
import { practiceFacts } from './practice-facts.ts'
import { at, frame, policy } from './practice-policy.ts'
import { type Asked, type Form, shuffledQuestions, type World } from './world.ts'

export interface PracticeSize {
  readonly members: number
  readonly patients: number
  readonly records: number
  readonly questions: number
  readonly seed?: number
}

export interface Practice extends World {
  readonly records: readonly RecordFacts[]
}

export function practice({ seed = 2, ...size }: PracticeSize): Practice {
  const random = new Random(seed)
  const around = frame(random, size.members)
  const table = practiceFacts(random, around, size)
  const orders = Map.groupBy(
    table.records.filter(({ kind }) => kind === 'order'),
    ({ owner }) => owner,
  )
  const practicePolicy = policy(
    random,
    around,
    table.patients.map(({ id }) => id),
    (practitioner) => (orders.get(practitioner) ?? []).map(({ id }) => id),
  )
  const forms = [...practiceCatalog.cells].flatMap(([kind, acts]) =>
    [...acts.keys()].map((act) => ({ kind, act })),
  )
  const records = readFacts(table)
  const oracle = practiceAllows(practiceCatalog, practicePolicy)
  return {
    name: `practice, ${size.members} members`,
    rules: practicePolicy.roles.reduce((sum, { permissions }) => sum + permissions.length, 0),
    catalog: practiceCatalog,
    policy: practicePolicy,
    at,
    forms,
    questions: ask({ random, policy: practicePolicy, table, records, forms, oracle }, size.questions),
    oracle,
    records,
  }
}

interface Asking {
  readonly random: Random
  readonly policy: Policy
  readonly table: FactsTable
  readonly records: readonly RecordFacts[]
  readonly forms: readonly Form[]
  readonly oracle: World['oracle']
}

/**
 * Mostly what people may do on what is theirs, sometimes anything on anything; in random order. So many limits refuse
 * two of three even so: as many of them are left out as make yes and no alike.
 */
function ask({ random, policy, table, records, forms, oracle }: Asking, count: number): readonly Asked[] {
  const { members } = policy
  const ids = sessionIds(members)
  const permissionsOf = new Map(policy.roles.map(({ id, permissions }) => [id, permissions]))
  const inviting = Map.groupBy(policy.shares, (share) => share.with)
  const numbers = numbersByKindAndPractitioner(table)
  const formNumbers = new Map(forms.map(({ kind, act }, number) => [`${kind} ${act}`, number]))
  const asked = new Map<string, Asked>()
  const left = { yes: count / 2, no: count / 2 }
  while (left.yes > 0 || left.no > 0) {
    const member = random.pick(members)
    const acting = actedFor(random, member, members)
    const usual = random.chance(0.85) ? usualAct(random, member, permissionsOf) : undefined
    const { kind, act } = usual ?? random.pick(forms)
    const whose = colleague(random, member, acting, members, inviting.get(member.id) ?? [])
    const record = records[pickRecord(random, numbers, kind, whose) ?? -1]
    const form = formNumbers.get(`${kind} ${act}`)
    const id = ids.get(member.id)
    if (record === undefined || form === undefined || id === undefined) continue
    const actingFor = acting === undefined ? undefined : ids.get(acting)
    const question = { member: id, act, at, record, form, ...(actingFor !== undefined && { actingFor }) }
    const key = `${id} ${actingFor} ${act} ${record.id}`
    const answer = oracle(question) ? 'yes' : 'no'
    if (asked.has(key) || left[answer] <= 0) continue
    left[answer]--
    asked.set(key, question)
  }
  return shuffledQuestions(random, asked.values())
}

function sessionIds(members: readonly Member[]): ReadonlyMap<string, string> {
  return new Map(readIds(members.map(({ id }) => id)).map((id) => [id, id]))
}

function actedFor(random: Random, { kind, manages }: Member, members: readonly Member[]): string | undefined {
  if (kind !== 'assistant' || manages.length === 0 || random.chance(0.04)) return undefined
  return random.chance(0.04) ? random.pick(members).id : random.pick(manages).practitioner
}

/** An act some permission of one of their roles covers; for collaborators, one that a share may cover. */
function usualAct(
  random: Random,
  { grants, kind }: Member,
  permissionsOf: ReadonlyMap<string, readonly string[]>,
): Form | undefined {
  const permissions = grants.flatMap(({ role }) => permissionsOf.get(role) ?? [])
  const { share } = practiceCatalog
  const offered = kind === 'collaborator' ? [...share.always, ...share.offered] : permissions
  if (offered.length === 0) return undefined
  const covers = practiceCatalog.permissions[random.pick(offered)]?.covers ?? []
  if (covers.length === 0) return undefined
  const covered = random.pick(covers)
  return { kind: covered.kind, act: random.pick(covered.acts) }
}

/** Whose work the question is about: mostly one's own, that of somebody on one's team, or of whoever shared cases. */
function colleague(
  random: Random,
  { id, team }: Member,
  actingFor: string | undefined,
  members: readonly Member[],
  shares: readonly Share[],
): string {
  const named = [...team.flatMap((entry) => entry.colleague ?? []), ...shares.map(({ by }) => by)]
  if (named.length > 0 && random.chance(0.6)) return random.pick(named)
  return random.chance(0.75) ? (actingFor ?? id) : random.pick(members).id
}

type Numbers = ReadonlyMap<string, readonly number[]>

/** The records of each kind, and of each kind owned by a practitioner or about a patient of theirs. */
function numbersByKindAndPractitioner({ patients, records }: FactsTable): Numbers {
  const numbers = new Map<string, number[]>()
  const add = (key: string, number: number) => {
    const list = numbers.get(key)
    if (list === undefined) numbers.set(key, [number])
    else list.push(number)
  }
  for (const [number, { kind, owner, patientNumber }] of records.entries()) {
    add(kind, number)
    if (owner != null) add(`${kind} ${owner}`, number)
    else if (patientNumber !== undefined)
      for (const practitioner of patients[patientNumber]?.careTeam ?? [])
        add(`${kind} ${practitioner}`, number)
  }
  return numbers
}

function pickRecord(
  random: Random,
  numbers: Numbers,
  kind: string,
  practitioner: string,
): number | undefined {
  const theirs = numbers.get(`${kind} ${practitioner}`)
  const all = numbers.get(kind)
  if (theirs !== undefined) return random.pick(theirs)
  return all === undefined ? undefined : random.pick(all)
}

import type { Door, Subject } from '../access/door.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import { isStored } from '../lists/record-sources.ts'
import type { HandlersOf } from '../request/handler.ts'
import { lookAtPeople } from '../team/read-as.ts'
import { explainSubject, explainToMyself } from './explain-asked.ts'
import { explainPermission } from './explain-permission.ts'
import { listWhoCan } from './list-who-can.ts'

const nothingHere = refusedEnding({ refused: 'unknown' })

export function whyHandlers(): HandlersOf<'why' | 'whoCan'> {
  return {
    async why({ query }, { door }) {
      const { patient, permission, member, actingFor, kind, act } = query
      if (permission === undefined) door.logQuestion(kind, act)
      const wrong = contradictionIn(query)
      if (wrong !== undefined) return problem(400, wrong)
      const question = { kind, act, record: patient ?? query.record, permission }
      return member === undefined
        ? { status: 200, body: await answerAboutMyself(door, question) }
        : answerAboutOthers(door, { member, actingFor }, question)
    },
    async whoCan({ query }, { door }) {
      const { kind, act, record } = query
      door.logQuestion(kind, act)
      if (door.mayReadTheLog) return whoCanForTheLog(door, query)
      if (kind !== 'patient' || act !== 'view' || door.member.kind === 'integration')
        return closed(door, 'only those who may view the log are told what others may do')
      if (record === undefined) return nameARecord()
      const facts = await door.find('patient', record)
      if (facts === undefined) return nothingHere
      const seen = await door.perform('patient', 'view', { records: [record] }, async () =>
        listWhoCan(door, act, facts),
      )
      return isRefusal(seen) ? refusedEnding(seen) : { status: 200, body: seen }
    },
  }
}

interface WhyQuery {
  readonly kind: string
  readonly record?: string | undefined
  readonly patient?: string | undefined
  readonly permission?: string | undefined
  readonly member?: string | undefined
  readonly actingFor?: string | undefined
}

/** What of a question does not go together with the rest. */
function contradictionIn({ kind, record, patient, permission, member, actingFor }: WhyQuery) {
  if (patient !== undefined && (kind !== 'patient' || record !== undefined))
    return '`patient` says kind and record at once, name either it or them'
  if (permission !== undefined && (patient ?? record) !== undefined)
    return 'a permission is held without any record, name either it or a record'
  return member === undefined && actingFor !== undefined
    ? '`actingFor` goes with `member`, whom you act for yourself is part of your session'
    : undefined
}

interface Question {
  readonly kind: string
  readonly act: string
  readonly record: string | undefined
  /** Instead of a kind and an act: whether it is held at all. */
  readonly permission: string | undefined
}

async function answerAboutMyself(door: Door, { permission, ...asked }: Question) {
  if (permission === undefined) return explainToMyself(door, asked)
  const self = { member: door.member.id, actingFor: door.actingFor }
  return answerAboutPermission(door, self, permission)
}

async function answerAboutOthers(door: Door, subject: Subject, { permission, ...asked }: Question) {
  if (!door.mayReadTheLog) return closed(door, 'only those who may view the log are told about others')
  const records = [subject.member, ...(asked.record === undefined ? [] : [asked.record])]
  const answer = await lookAtPeople(door, records, async () =>
    permission === undefined
      ? explainSubject(door, subject, asked)
      : answerAboutPermission(door, subject, permission),
  )
  if (isRefusal(answer)) return refusedEnding(answer)
  return answer === 'no-such-record'
    ? problem(404, `there is no ${asked.kind} \`${asked.record}\``)
    : ({ status: 200, body: answer } as const)
}

function answerAboutPermission(door: Door, subject: Subject, permission: string) {
  return { about: 'permission', explanation: explainPermission(door, subject, permission) } as const
}

/** The step is of viewing the log, which would open it. */
function closed(door: Door, why: string) {
  const { step } = door.explain({ member: door.member.id, actingFor: door.actingFor }, 'view', {
    id: 'audit',
    kind: 'audit',
  })
  return problem(403, why, step === undefined ? {} : { step })
}

function nameARecord() {
  return problem(400, 'name a `record`, who may do it depends on which')
}

interface WhoCanAsked {
  readonly kind: string
  readonly act: string
  readonly record?: string | undefined
}

async function whoCanForTheLog(door: Door, { kind, act, record }: WhoCanAsked) {
  if (isStored(kind) && record === undefined) return nameARecord()
  const facts =
    isStored(kind) && record !== undefined
      ? await door.findForTheLog(kind, record)
      : { id: record ?? '', kind }
  if (facts === undefined) return problem(404, `there is no ${kind} \`${record}\``)
  const found = await lookAtPeople(door, record === undefined ? [] : [record], async () =>
    listWhoCan(door, act, facts),
  )
  return isRefusal(found) ? refusedEnding(found) : ({ status: 200, body: found } as const)
}

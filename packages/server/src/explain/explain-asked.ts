import type { Why } from '@rolecall/contract'
import { type KindId, practiceCatalog, type RecordFacts } from '@rolecall/core'
import type { Door, Subject } from '../access/door.ts'
import { isStored } from '../lists/record-sources.ts'

/** What is asked: an act on one record, or on records of a kind at all. */
export interface AskedAbout {
  readonly kind: string
  readonly act: string
  readonly record: string | undefined
}

/**
 * Why one may do something. An id out of reach and an id of nobody get the same: what one may do at all, which tells
 * nothing about either.
 */
export async function explainToMyself(door: Door, { kind, act, record }: AskedAbout): Promise<Why> {
  const found = record === undefined || !isStored(kind) ? undefined : await door.find(kind, record)
  const self: Subject = { member: door.member.id, actingFor: door.actingFor }
  return {
    about: found === undefined ? 'reach' : 'record',
    explanation: door.explain(self, act, found ?? whole(kind)),
  }
}

/** Why somebody may do something or not, in full, for those who may view the log. */
export async function explainSubject(
  door: Door,
  subject: Subject,
  { kind, act, record }: AskedAbout,
): Promise<Why | 'no-such-record'> {
  if (record === undefined || !isStored(kind))
    return { about: 'reach', explanation: door.explain(subject, act, whole(kind)) }
  const found = await door.findForTheLog(kind, record)
  if (found === undefined) return 'no-such-record'
  return { about: 'record', explanation: door.explain(subject, act, found) }
}

/**
 * What is asked about where no record is named: all of a kind. What belongs to the whole practice is one thing, and at no
 * place: who may in some places alone may not. What the catalogue does not know the engine refuses like any other question.
 */
function whole(kind: string): KindId | RecordFacts {
  return practiceCatalog.kinds[kind]?.team === 'wide' ? { id: kind, kind } : (kind as KindId)
}

/** Changing, adding and performing: decided on the record as it was and as it becomes, and noted for the log. */
import type { KindId, RecordFacts } from '@rolecall/core'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { type StoredKind, storedFacts } from '../lists/record-sources.ts'
import type { Change, Creation, Door, Refusal, RequestContext } from './door.ts'
import { type ChangedRecord, gainOf, gainRefusal, mayConfirmGain } from './gained-access.ts'
import type { RequestLog } from './log.ts'
import { isOwnRegistration } from './own-registration.ts'
import type { Records } from './records.ts'
import type { Who } from './who.ts'

/** What a change is decided by, reads through and is noted in. */
interface Opened {
  readonly transaction: Transaction
  readonly context: RequestContext
  readonly who: Who
  readonly log: RequestLog
  readonly records: Records
}

export type Changes = Pick<Door, 'change' | 'create' | 'perform'>

export function openChanges(opened: Opened): Changes {
  return {
    change: (change) => changeRecord(opened, change),
    create: (creation) => createRecord(opened, creation),
    perform: (kind, act, about, work) => perform(opened, { kind, act, ...about }, work),
  }
}

async function changeRecord<T>(
  opened: Opened,
  { kind, id, act, nextState, work, detail }: Change<T>,
): Promise<T | Refusal> {
  const { who, log } = opened
  const before = await heldFacts(opened, kind, id)
  if (before === undefined) return log.notFound({ kind, id, act })
  const refused = who.refusalOf(act, before) ?? who.refusalAfter(act, { ...before, ...nextState })
  if (refused !== undefined) return refused
  const result = await work(opened.transaction, before)
  const after = await factsOf(opened, kind, id)
  const gain =
    after &&
    (who.refusalAfter(act, withPatientOf(before, after)) ?? (await gainBy(opened, { act, before, after })))
  if (gain !== undefined && gain !== 'confirmed') return gain
  log.logAct(act, before, withGain(detail, gain))
  return result
}

async function createRecord<T>(
  opened: Opened,
  { kind, id, patient, nextState, work, detail }: Creation<T>,
): Promise<T | Refusal> {
  const { who, log } = opened
  const act = 'create'
  const becomes = (about: RecordFacts | undefined) => ({
    id,
    kind,
    patient: about?.patient ?? null,
    ...nextState,
  })
  const about = patient === undefined ? undefined : await heldFacts(opened, 'patient', patient)
  if (patient !== undefined && about === undefined)
    return log.notFound({ kind: 'patient', id: patient, act, becomes })
  const refused = nextState && who.refusalAfter(act, becomes(about))
  if (refused !== undefined) return refused
  const result = await work(opened.transaction)
  const after = await factsOf(opened, kind, id)
  if (after === undefined) throw new Error(`\`${kind}\` \`${id}\` was to be created, and is not there`)
  const before = about && { ...after, patient: about.patient ?? null }
  const gain = who.refusalAfter(act, after) ?? (before && (await gainBy(opened, { act, before, after })))
  if (gain !== undefined && gain !== 'confirmed') return gain
  log.logAct(act, after, withGain(detail, gain))
  return result
}

interface Performed {
  readonly kind: KindId
  readonly act: string
  readonly records: readonly string[]
  readonly detail?: AuditDetail
}

async function perform<T>(
  { transaction, context: { snapshot }, who, log }: Opened,
  { kind, act, records, detail }: Performed,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T | Refusal> {
  const plan = who.plan(kind, act)
  if (plan.reach === 'nowhere') return who.refusal(act, kind)
  // What belongs to the whole practice lies at no location and carries no tag: a grant in a scope does not reach it.
  const isWide = snapshot.catalog.kinds[kind]?.team === 'wide'
  const refused = isWide ? who.refusalOf(act, { id: records[0] ?? kind, kind }) : undefined
  if (refused !== undefined) return refused
  const result = await work(transaction)
  log.logDone({ kind, act, records, carriedBy: plan.carrying.map(({ id }) => id), detail })
  return result
}

function factsOf({ transaction, context }: Opened, kind: StoredKind, id: string) {
  return storedFacts(transaction, { practiceId: context.practice.id, kind, id, hold: false })
}

/** Of a record in reach, once nobody else can change it. What is out of reach is neither held nor waited for. */
async function heldFacts(
  { transaction, context, who, records }: Opened,
  kind: StoredKind,
  id: string,
): Promise<RecordFacts | undefined> {
  const practiceId = context.practice.id
  const held = await storedFacts(transaction, { practiceId, kind, id, hold: records.read(kind) })
  return held !== undefined && who.isInReach(held) ? held : undefined
}

/** What a change of the patient's facts gives the person who makes it: refused, confirmed, or nothing. */
async function gainBy(
  { transaction, context }: Opened,
  change: ChangedRecord,
): Promise<Refusal | 'confirmed' | undefined> {
  const [was, becomes] = [change.before.patient, change.after.patient]
  if (was == null || becomes == null) return undefined
  const gain = gainOf(context, was, becomes)
  if (gain === undefined || (await isOwnRegistration(transaction, context, was, change.after.id)))
    return undefined
  return context.isConfirmed === true && mayConfirmGain(context)
    ? 'confirmed'
    : gainRefusal(context, gain, change)
}

function withGain(detail: AuditDetail | undefined, gain: 'confirmed' | undefined): AuditDetail | undefined {
  return gain === 'confirmed' ? { ...detail, confirmed: true } : detail
}

/**
 * A record as it becomes, about its patient as they were. What a change of a record does to the patient's facts neither
 * opens nor closes the change: who sees a patient only by one appointment can still cancel it.
 */
function withPatientOf(before: RecordFacts, after: RecordFacts): RecordFacts {
  const isAboutSame = after.kind !== 'patient' && after.patient?.id === before.patient?.id
  return isAboutSame ? { ...after, patient: before.patient ?? null } : after
}

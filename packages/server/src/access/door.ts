/**
 * The one door to the data: a handle bound to one practice, one person and one request. What a domain reads through it
 * starts from the rows that the person's plan allows. There is no other way in: a domain never gets a bare database.
 */
import {
  compile,
  type Explanation,
  explain,
  holds,
  type Instant,
  type Member,
  type Plan,
  type RecordFacts,
  type Snapshot,
  toSql,
} from '@rolecall/core'
import type { SelectQueryBuilder, Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { embed } from './embed.ts'
import { factColumns, patientColumns, patientRecord } from './patient-columns.ts'

/** Kinds of record that have a table. */
export type StoredKind = 'patient'

type AllowedRows = SelectQueryBuilder<Tables, 'patient', object>

export interface Bound {
  readonly practice: { readonly id: string; readonly name: string }
  readonly snapshot: Snapshot
  readonly member: Member
  readonly actingFor: string | undefined
  /** The database's clock, read with the session. */
  readonly at: Instant
}

/** Somebody a question may be about. */
export interface Somebody {
  readonly member: string
  readonly actingFor?: string | undefined
}

export interface Door extends Bound {
  /** Rows of a kind that this person may view. */
  read(kind: StoredKind): AllowedRows
  /** Whether this person holds at least one of the permissions, in any scope. */
  holdsOneOf(permissions: readonly string[]): boolean
  /** Whether this person may view the log, and so be told about others. */
  readonly mayReadTheLog: boolean
  /** What decides: about one record, or about all of a kind. */
  explain(about: Somebody, record?: RecordFacts): Explanation
  /** A patient in reach. */
  patientInReach(id: string): Promise<RecordFacts | undefined>
  /** Any patient, for an explanation to those who may view the log. */
  patientForTheLog(id: string): Promise<RecordFacts | undefined>
}

/** Permissions that let a person view the log. */
const logReaders = ['audit.view', 'accounts.manage'] as const

export function openDoor(transaction: Transaction<Tables>, bound: Bound): Door {
  const { practice, snapshot, member, actingFor, at } = bound
  const self: Somebody = { member: member.id, actingFor }

  const planOf = (kind: string, act: string): Plan => compile(snapshot, { ...self, kind, act, at })

  const rows = () => transaction.selectFrom('patient').where('patient.practice_id', '=', practice.id)

  const read = () => rows().where(embed(toSql(planOf('patient', 'view'), patientColumns)))

  const holdsOneOf = (permissions: readonly string[]): boolean =>
    permissions.some((permission) => holds(snapshot, { ...self, permission, at }).allowed)

  const mayReadTheLog = holdsOneOf(logReaders)

  return {
    ...bound,
    read,
    holdsOneOf,
    mayReadTheLog,
    explain({ member, actingFor }, record) {
      const question = { member, ...(actingFor !== undefined && { actingFor }), act: 'view', at }
      return explain(
        snapshot,
        record === undefined ? { ...question, kind: 'patient' } : { ...question, record },
      )
    },
    async patientInReach(id) {
      const row = await read().select(factColumns).where('patient.id', '=', id).executeTakeFirst()
      return row && patientRecord(row)
    },
    async patientForTheLog(id) {
      if (!mayReadTheLog) throw new Error('only those who may view the log are told about others')
      const row = await rows().select(factColumns).where('patient.id', '=', id).executeTakeFirst()
      return row && patientRecord(row)
    },
  }
}

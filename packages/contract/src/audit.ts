import { steps } from '@rolecall/core'
import { z } from 'zod'
import { id } from './id.ts'
import { givenInstant } from './instant.ts'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text } from './text.ts'

/** One line of the log: who did what, for whom, to which records, and what decided it. */
export const auditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Null: a program at the machine, or nobody who was signed in. */
  member: named.nullable(),
  actingFor: named.nullable(),
  /** The operation of the interface, or the command. */
  operation: z.string(),
  kind: z.string().nullable(),
  act: z.string().nullable(),
  /** Ids of the records it was about. */
  records: z.array(z.string()),
  outcome: z.enum(['allowed', 'refused', 'failed']),
  /** The step of the decision that refused. */
  step: z.enum(steps).nullable(),
  /** Ids of the grants and shares that carried it. */
  carriedBy: z.array(z.string()),
  /** What changed: ids and settings, never the contents of a record. */
  detail: z.record(z.string(), z.unknown()).nullable(),
  /** Whether members and roles are called what they were called then. Entries of older versions use the names of today. */
  namesOfThen: z.boolean(),
  /** The same in a sentence. */
  words: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const auditPage = z.object({
  entries: z.array(auditEntry),
  /** What to give as `after` for the page behind this one: older entries. */
  next: z.string().nullable(),
})
export type AuditPage = z.infer<typeof auditPage>

const bad = z.object({
  what: z.enum([
    'edited',
    'deleted',
    'reordered',
    'moved',
    'duplicated',
    'inserted',
    'cut',
    'rewritten',
    'seal',
    'heads',
    'index',
  ]),
  /** The first entry that is not as it was written; null where nothing says which it is. */
  entry: z.string().nullable(),
  /** When it was written, or where it is gone, sealed. */
  at: z.iso.datetime().nullable(),
  words: z.string(),
})

/** An end of the log that is missing, and that somebody at the machine accepted as missing. */
const acceptedGap = z.object({
  /** How many entries are missing. */
  entries: z.number(),
  /** When the first and the last of them were sealed. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** When that was accepted. */
  at: z.iso.datetime(),
  reason: z.string(),
})

/** Whether the log is as it was written, as far as it is known by now. */
export const auditVerification = z.object({
  /**
   * `none`: nobody asked since this server started. `running`: ask again. `unverifiable`: what the log would be held
   * against is gone. `failed`: it could not be looked at.
   */
  state: z.enum(['none', 'running', 'sound', 'tampered', 'unverifiable', 'failed']),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** Sealed entries that were looked at so far. */
  entries: z.number(),
  /** Entries that wait for their seal: those of the last second, unless sealing is behind. */
  waiting: z.number(),
  /** SHA-256 of the public key, to compare with what was noted down elsewhere. */
  key: z.string().nullable(),
  finding: bad.nullable(),
  accepted: z.array(acceptedGap),
  words: z.string(),
})
export type AuditVerification = z.infer<typeof auditVerification>

const needs = { kind: 'audit', act: 'view' } as const

export const auditOperations = {
  listAudit: {
    method: 'GET',
    path: '/api/audit',
    summary: 'The log, newest first',
    needs,
    effect: 'looks',
    query: z.object({
      member: id.optional(),
      record: id.optional(),
      kind: id.optional(),
      act: id.optional(),
      outcome: z.enum(['allowed', 'refused', 'failed']).optional(),
      operation: id.optional(),
      /** Inclusive. */
      from: givenInstant.optional(),
      /** Exclusive. */
      until: givenInstant.optional(),
      after: text(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    endings: { 200: auditPage, 400: problem, ...refusals },
  },
  verifyAudit: {
    method: 'POST',
    path: '/api/audit/verify',
    summary: 'Look whether the log is as it was written; a large one goes on after the answer',
    needs,
    effect: 'looks',
    readsMuch: true,
    endings: { 200: auditVerification, 202: auditVerification, ...refusals },
  },
  auditVerification: {
    method: 'GET',
    path: '/api/audit/verification',
    summary: 'How far looking at the log has come, or what came out last',
    needs,
    effect: 'looks',
    endings: { 200: auditVerification, ...refusals },
  },
} as const satisfies Record<string, Operation>

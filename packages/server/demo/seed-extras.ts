/**
 * What the files of the demo cannot say: what tags are called, what was booked in this house and by whom, and what was
 * added to notes. As often as it is run, it is done once.
 */
import { sql } from 'kysely'
import type { Transaction } from '../src/database/connect.ts'
import { patientId } from './facts.ts'
import { noteId, spanOf, visitId } from './fhir-visits.ts'
import { tags } from './labels.ts'
import { withoutAccount, writesForThem } from './people.ts'
import { addenda } from './visit-reasons.ts'
import { firstAhead, hasAddendum, type Visit } from './visits.ts'

export interface Furnishing {
  readonly practiceId: string
  readonly visits: readonly Visit[]
  readonly timeZone: string
}

export async function furnish(transaction: Transaction, furnishing: Furnishing): Promise<void> {
  await nameTags(transaction, furnishing)
  await bookVisits(transaction, furnishing)
  await addToNotes(transaction, furnishing)
  await nameWriters(transaction, furnishing)
  await sql`update practice_settings set time_zone = ${furnishing.timeZone}, kind = 'dental'
    where practice_id = ${furnishing.practiceId}::uuid`.execute(transaction)
}

async function nameTags(transaction: Transaction, { practiceId }: Furnishing): Promise<void> {
  await sql`insert into tag (practice_id, id, label, colour)
    select ${practiceId}::uuid, id, label, colour
    from json_to_recordset(${JSON.stringify(tags)}::json) as given (id text, label text, colour text)
    on conflict (practice_id, id) do update set label = excluded.label, colour = excluded.colour`.execute(
    transaction,
  )
}

/** What lies ahead. Nobody is booked twice from here on. */
async function bookVisits(transaction: Transaction, furnishing: Furnishing): Promise<void> {
  const rows = furnishing.visits
    .filter(({ nth }) => nth >= firstAhead)
    .map((visit) => {
      const { start, end } = spanOf(visit, furnishing.timeZone)
      const { patient, practitioner, place, reason, outcome } = visit
      return {
        id: visitId(visit),
        patient_id: patientId(patient),
        owner_id: practitioner,
        author_id: place === 'hill' ? 'finn' : 'ana',
        location_id: place,
        starts_at: start,
        ends_at: end,
        status: outcome,
        description: reason.title,
        cancelled_because: outcome === 'cancelled' ? 'Called: cannot come that day' : null,
      }
    })
  await sql`insert into appointment (practice_id, id, patient_id, owner_id, author_id, location_id, starts_at, ends_at,
      status, description, cancelled_because)
    select ${furnishing.practiceId}::uuid, * from json_to_recordset(${JSON.stringify(rows)}::json) as given (id text,
      patient_id text, owner_id text, author_id text, location_id text, starts_at timestamptz, ends_at timestamptz,
      status text, description text, cancelled_because text)
    on conflict do nothing`.execute(transaction)
}

async function addToNotes(transaction: Transaction, furnishing: Furnishing): Promise<void> {
  const { practiceId, visits, timeZone } = furnishing
  const rows = visits.filter(hasAddendum).map((visit, index) => ({
    note_id: noteId(visit),
    text: addenda[index % addenda.length],
    author_id: visit.practitioner,
    written_at: visit.start.add({ days: 3 }).toZonedDateTime(timeZone).toString({ timeZoneName: 'never' }),
  }))
  await sql`insert into note_addendum (practice_id, note_id, number, text, author_id, written_at)
    select ${practiceId}::uuid, note_id, 1, text, author_id, written_at
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (note_id text, text text, author_id text, written_at timestamptz)
    on conflict do nothing`.execute(transaction)
}

/** Drafts of somebody who never signs in were written by somebody else. */
async function nameWriters(transaction: Transaction, { practiceId }: Furnishing): Promise<void> {
  await sql`update note set author_id = ${writesForThem}
    where practice_id = ${practiceId}::uuid and owner_id = ${withoutAccount} and not signed`.execute(
    transaction,
  )
  await sql`update note_version as kept set author_id = ${writesForThem} from note
    where note.practice_id = ${practiceId}::uuid and note.owner_id = ${withoutAccount} and not note.signed
      and kept.practice_id = note.practice_id and kept.note_id = note.id`.execute(transaction)
}

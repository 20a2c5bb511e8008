import { type Appointment, type BusySlot, type Calendar, longestAppointment } from '@rolecall/contract'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'
import { patientNames } from '../access/patient-names.ts'
import { appointmentColumns, shownAppointment } from './shown-appointment.ts'

export interface Asked {
  /** Undefined: from the beginning. */
  readonly from: Date | undefined
  /** Exclusive. Undefined: to the end. */
  readonly until: Date | undefined
  readonly practitioner: string | undefined
  readonly location: string | undefined
  /** The appointments of one patient, which are no calendar: nothing is said of the times of others. */
  readonly patient: string | undefined
}

/** More than this is no calendar that anyone reads. */
export const mostEntries = 5000

/**
 * What lies in a part of the calendar: appointments in reach, in order of their beginning; and the times that are taken
 * by patients out of reach, in calendars one may view.
 */
export async function calendarOf(door: Door, asked: Asked): Promise<Calendar | 'too-many'> {
  const rows = await door
    .read('appointment')
    .leftJoin('location', (join) =>
      join
        .onRef('location.practice_id', '=', 'appointment.practice_id')
        .onRef('location.id', '=', 'appointment.location_id'),
    )
    .select(appointmentColumns)
    .where(liesIn(asked, 'appointment'))
    .$if(asked.practitioner !== undefined, (all) =>
      all.where('appointment.owner_id', '=', asked.practitioner ?? ''),
    )
    .$if(asked.location !== undefined, (all) =>
      all.where('appointment.location_id', '=', asked.location ?? ''),
    )
    .$if(asked.patient !== undefined, (all) => all.where('appointment.patient_id', '=', asked.patient ?? ''))
    .orderBy('appointment.starts_at')
    .orderBy('appointment.id')
    .limit(mostEntries + 1)
    .execute()
  const busy = asked.patient === undefined ? await busyIn(door, asked) : []
  if (rows.length + busy.length > mostEntries) return 'too-many'
  const about = await patientNames(
    door,
    rows.map(({ patient_id }) => patient_id),
  )
  const appointments: Appointment[] = rows.map((row) => shownAppointment(row, about, door))
  const hidden = await hiddenByFilter(door, asked)
  return { appointments, busy, ...(hidden !== undefined && { hiddenByFilter: hidden }) }
}

/** Of the appointments in reach; undefined where nothing on the screen narrows them. */
async function hiddenByFilter(door: Door, asked: Asked): Promise<number | undefined> {
  const { practitioner, location, patient } = asked
  if (patient !== undefined || (practitioner === undefined && location === undefined)) return undefined
  const { count } = await door
    .read('appointment')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where(liesIn(asked, 'appointment'))
    .where('appointment.status', '!=', 'cancelled')
    .where(({ eb, or }) =>
      or([
        ...(practitioner === undefined ? [] : [eb('appointment.owner_id', 'is distinct from', practitioner)]),
        ...(location === undefined ? [] : [eb('appointment.location_id', 'is distinct from', location)]),
      ]),
    )
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** In an order that turns on nothing but what is shown. */
async function busyIn(door: Door, asked: Asked): Promise<BusySlot[]> {
  const rows = await door
    .busy()
    .leftJoin('location', (join) =>
      join
        .onRef('location.practice_id', '=', 'slot.practice_id')
        .onRef('location.id', '=', 'slot.location_id'),
    )
    .select(['slot.starts_at', 'slot.ends_at', 'slot.owner_id', 'slot.location_id', 'location.name'])
    .where(liesIn(asked, 'slot'))
    .$if(asked.practitioner !== undefined, (all) => all.where('slot.owner_id', '=', asked.practitioner ?? ''))
    .$if(asked.location !== undefined, (all) => all.where('slot.location_id', '=', asked.location ?? ''))
    .orderBy('slot.starts_at')
    .orderBy('slot.ends_at')
    .orderBy('slot.owner_id')
    .orderBy('slot.location_id')
    .limit(mostEntries + 1)
    .execute()
  return rows.flatMap(({ starts_at, ends_at, owner_id, location_id, name }) =>
    owner_id === null
      ? []
      : [
          {
            busy: true,
            start: starts_at.toISOString(),
            end: ends_at.toISOString(),
            practitioner: personOf(owner_id, door),
            location: location_id === null ? null : { id: location_id, name: name ?? location_id },
          },
        ],
  )
}

/**
 * Begins in the stretch, or began before and is not over yet. What lasts longer than a day is found by its end: there
 * are few of those, and an index of their own. What takes no time at all lies where it begins.
 */
function liesIn({ from, until }: Asked, rows: 'appointment' | 'slot'): RawBuilder<SqlBool> {
  const [begins, ends] = [sql.ref(`${rows}.starts_at`), sql.ref(`${rows}.ends_at`)]
  const before = until === undefined ? sql<SqlBool>`true` : sql<SqlBool>`${begins} < ${until}`
  if (from === undefined) return before
  const dayBefore = new Date(from.getTime() - longestAppointment)
  return sql<SqlBool>`${before} and (
    ${begins} >= ${from}
    or (${begins} >= ${dayBefore} and ${begins} < ${from} and ${ends} > ${from})
    or (${ends} > ${from} and ${ends} - ${begins} > interval '24 hours'))`
}

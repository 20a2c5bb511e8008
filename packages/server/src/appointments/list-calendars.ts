import type { Calendars } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'
import { hasCalendar, worksHere } from '../access/record-owner.ts'

/** The same wherever the server runs. */
const byName = new Intl.Collator('en')

/**
 * Whose calendars are open, by name. One is looked into where its appointments are seen, or at least that a time is
 * taken: the patient may be out of reach, the practitioner may not. One is booked in where `book` would be let through.
 */
export function listCalendars(door: Door): Calendars {
  const calendars = [...door.snapshot.members.values()]
    .filter((one) => hasCalendar(one, door.at))
    .flatMap((one) => {
      const refusing = door.dryRun('appointment', 'view', one.id)
      if (refusing !== undefined && refusing !== 'patient') return []
      const mayBook = worksHere(one, door.at) && door.dryRun('appointment', 'create', one.id) === undefined
      return [{ practitioner: personOf(one.id, door), mayBook }]
    })
  return {
    calendars: calendars.toSorted((one, other) =>
      byName.compare(one.practitioner.name, other.practitioner.name),
    ),
  }
}

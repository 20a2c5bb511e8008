import type { SavedAppointment } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { editsSince, type Stale } from '../access/edit-history.ts'
import { type Clash, orClash } from './conflict.ts'
import { isTaken, takesTime } from './double-booking.ts'
import { holdCalendar } from './lock-calendar.ts'
import { isTooEarly, mayFollow, type SaidStatus } from './next-statuses.ts'
import { held, type Named, saved } from './stored-appointment.ts'

/** What is said does not follow what it is at, or not yet. */
export interface Misplaced {
  readonly misplaced: 'out-of-order' | 'too-early'
  readonly status: SavedAppointment['status']
}

export function isMisplaced(outcome: unknown): outcome is Misplaced {
  return typeof outcome === 'object' && outcome !== null && 'misplaced' in outcome
}

/**
 * Say what an appointment is at. It changes the appointment, and is decided as any other change of it. What is taken
 * back takes its time in the calendar again, where that is still free.
 */
export function setStatus(
  door: Door,
  { id, version }: Named,
  status: SaidStatus,
): Promise<SavedAppointment | Stale | Misplaced | Clash | Refusal> {
  const fields = ['status']
  const changed = door.change<SavedAppointment | Stale | Misplaced | Clash>({
    kind: 'appointment',
    id,
    act: 'edit',
    detail: { fields, status },
    async work(transaction, { owner }) {
      const practiceId = door.practice.id
      await holdCalendar(transaction, practiceId, owner)
      const now = await held(transaction, door, id)
      if (now.version !== version)
        return editsSince(transaction, door, { kind: 'appointment', id, revision: version })
      if (!mayFollow(now.status, status)) return { misplaced: 'out-of-order', status: now.status }
      const timeZone = await door.timeZone()
      if (isTooEarly(status, { start: now.start, at: door.at, timeZone }))
        return { misplaced: 'too-early', status: now.status }
      const { start, end } = now
      const isTakenBack = !takesTime(now.status) && takesTime(status)
      if (isTakenBack && (await isTaken(transaction, practiceId, { practitioner: owner, start, end }, id)))
        return { clash: 'taken' }
      return saved(transaction, door, { id, fields, set: { status } })
    },
  })
  return orClash(changed)
}

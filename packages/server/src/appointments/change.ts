import type { SavedAppointment } from '@rolecall/contract'
import { longestAppointment } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { editsSince, type Stale } from '../access/edit-history.ts'
import { type Clash, orClash } from './conflict.ts'
import { isTaken, type Slot, takesTime } from './double-booking.ts'
import { holdCalendar } from './lock-calendar.ts'
import { held, type Named, saved } from './stored-appointment.ts'

/** What becomes of an appointment. What is not named stays. */
export interface Moved {
  readonly practitioner?: string | undefined
  readonly start?: Date | undefined
  readonly end?: Date | undefined
  /** Null: no location any more. */
  readonly location?: string | null | undefined
  readonly description?: string | undefined
}

/** It took place, or was cancelled: nothing of it is changed any more. */
export type Past = { readonly past: SavedAppointment['status'] }

export function isPast(outcome: unknown): outcome is Past {
  return typeof outcome === 'object' && outcome !== null && 'past' in outcome
}

/** It would end before it begins, or last too long. */
export type Unfit = { readonly unfit: 'ends-first' | 'too-long' }

export function isUnfit(outcome: unknown): outcome is Unfit {
  return typeof outcome === 'object' && outcome !== null && 'unfit' in outcome
}

export type Cancelled = SavedAppointment | Stale | Past | Refusal
export type Changed = Cancelled | Unfit | Clash

/** Move or describe an appointment. It is decided as it is and as it becomes, its practitioner's calendar included. */
export function change(door: Door, { id, version }: Named, moved: Moved): Promise<Changed> {
  const fields = Object.entries(moved).flatMap(([name, said]) => (said === undefined ? [] : [name]))
  const { practitioner } = moved
  const changed = door.change<Changed>({
    kind: 'appointment',
    id,
    act: 'edit',
    ...(practitioner !== undefined && { nextState: { owner: practitioner } }),
    detail: { fields, ...(practitioner !== undefined && { practitioner }) },
    async work(transaction, { owner }) {
      const practiceId = door.practice.id
      await holdCalendar(transaction, practiceId, practitioner ?? owner)
      const now = await held(transaction, door, id)
      if (now.version !== version)
        return editsSince(transaction, door, { kind: 'appointment', id, revision: version })
      if (!takesTime(now.status)) return { past: now.status }
      const was = { practitioner: owner, start: now.start, end: now.end }
      const becomes = slotOf(moved, was)
      const unfit = whyUnfit(becomes)
      if (unfit !== undefined) return { unfit }
      // Where it lay before, it may lie over another: an import may have brought them so.
      if (!isSame(was, becomes) && (await isTaken(transaction, practiceId, becomes, id)))
        return { clash: 'taken' }
      return saved(transaction, door, { id, fields, set: columnsOf(moved) })
    },
  })
  return orClash(changed)
}

/** Cancel an appointment: its time is free again. */
export function cancel(door: Door, { id, version }: Named, reason: string): Promise<Cancelled> {
  const fields = ['status']
  return door.change<Cancelled>({
    kind: 'appointment',
    id,
    act: 'cancel',
    detail: { fields },
    async work(transaction) {
      const now = await held(transaction, door, id)
      if (now.version !== version)
        return editsSince(transaction, door, { kind: 'appointment', id, revision: version })
      if (!takesTime(now.status)) return { past: now.status }
      return saved(transaction, door, {
        id,
        fields,
        set: { status: 'cancelled', cancelled_because: reason },
      })
    },
  })
}

function slotOf(moved: Moved, was: Slot): Slot {
  return {
    practitioner: moved.practitioner ?? was.practitioner,
    start: moved.start ?? was.start,
    end: moved.end ?? was.end,
  }
}

function isSame(one: Slot, other: Slot): boolean {
  return (
    one.practitioner === other.practitioner &&
    one.start.getTime() === other.start.getTime() &&
    one.end.getTime() === other.end.getTime()
  )
}

function whyUnfit({ start, end }: Slot): Unfit['unfit'] | undefined {
  const length = end.getTime() - start.getTime()
  if (length <= 0) return 'ends-first'
  return length > longestAppointment ? 'too-long' : undefined
}

function columnsOf({ practitioner, start, end, location, description }: Moved) {
  return {
    ...(practitioner !== undefined && { owner_id: practitioner }),
    ...(start !== undefined && { starts_at: start }),
    ...(end !== undefined && { ends_at: end }),
    ...(location !== undefined && { location_id: location }),
    ...(description !== undefined && { description }),
  }
}

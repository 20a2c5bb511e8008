import type { WholePatient } from '@rolecall/contract'
import { isStale } from '../api/meanwhile.ts'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useKept } from '../ui/use-draft.ts'

interface Kept<T> {
  /** As it was when choosing began. */
  readonly before: T
  readonly version: number
  readonly now: T
}

export interface Choice<T> extends Kept<T> {
  /** Whether anything was chosen yet. */
  readonly isMade: boolean
  readonly choose: (now: T) => void
  /**
   * The version to save upon. Whoever was told that somebody else changed something meanwhile, and saves again, does so
   * upon what it is now.
   */
  readonly upon: (error: unknown) => number
  readonly letGo: () => void
}

/** What is chosen about a patient and not saved, with the version it was chosen upon: `read` is what it is now. */
export function useChoice<T>(patient: WholePatient, name: string, read: T): Choice<T> {
  const [kept, keep] = useKept<Kept<T>>(viewerKey(useMe()), `${name} ${patient.id}`)
  const { version } = patient
  const begun = kept ?? { before: read, version, now: read }
  return {
    ...begun,
    isMade: kept !== undefined,
    choose: (now) => keep({ ...begun, now }),
    upon: (error) => {
      if (!isStale(error)) return begun.version
      keep({ ...begun, version })
      return version
    },
    letGo: () => keep(undefined),
  }
}

/**
 * What every use of CASL here has in common: abilities by member, and for assistants by the practitioner acted for.
 */
import type { RecordFacts } from '@rolecall/core'
import type { Engine } from './peer.ts'

/** The part of an ability that is asked. */
export interface Can {
  can(act: string, record: RecordFacts): boolean
}

export type Condition = (record: RecordFacts) => boolean

type ByMember<Kept> = ReadonlyMap<string, Kept>

export interface Abilities {
  readonly own: ByMember<Can>
  /** Of assistants, by each practitioner they manage. */
  readonly acting?: ByMember<ByMember<Can>>
  /** Of everyone, when they name somebody they do not manage. */
  readonly strangers?: ByMember<Can>
}

export function caslEngine({ own, acting, strangers }: Abilities): Engine {
  const abilityFor = (member: string, actingFor: string | undefined): Can | undefined =>
    actingFor === undefined
      ? own.get(member)
      : (acting?.get(member)?.get(actingFor) ?? strangers?.get(member))
  return {
    decide: ({ member, actingFor, act, record }) => abilityFor(member, actingFor)?.can(act, record) === true,
    count: (questions) => {
      let allowed = 0
      for (const { member, actingFor, act, record } of questions)
        if (abilityFor(member, actingFor)?.can(act, record) === true) allowed++
      return allowed
    },
  }
}

/**
 * A condition taken apart by what it asks: of the patient's facts, which is settled for each set of facts and not for
 * each row, and of the row itself.
 */
import type { Condition } from '@rolecall/core'
import { combined, type FactsSet } from './facts-bitmap.ts'

export type Reach =
  | { readonly is: 'always' }
  | { readonly is: 'never' }
  | { readonly is: 'facts'; readonly set: FactsSet }
  /** One question about the row: its owner, its state, who its patient is. */
  | { readonly is: 'row'; readonly condition: Condition }
  /** The whole condition, asked of the row and its facts: where the facts are too many or not all seen. */
  | { readonly is: 'row-with-facts'; readonly condition: Condition }
  | { readonly is: 'all' | 'any'; readonly of: readonly Reach[] }

/** Find which rows a condition allows. `last`: the number of the last facts that are there. */
export async function reachOf(
  condition: Condition,
  last: number,
  factsMeeting: (condition: Condition) => Promise<FactsSet>,
): Promise<Reach> {
  if (condition.is === 'always' || condition.is === 'never') return condition
  if (isSettled(condition)) return folded(await factsMeeting(condition), last)
  if (condition.is !== 'all' && condition.is !== 'any') return { is: 'row', condition }
  const { is, of } = condition
  const aboutFacts = of.filter(isAboutFacts)
  const parts: Reach[] = []
  if (aboutFacts.length > 0) parts.push(await reachOf({ is, of: aboutFacts }, last, factsMeeting))
  for (const part of of) if (!isAboutFacts(part)) parts.push(await reachOf(part, last, factsMeeting))
  return joined(is, parts)
}

const settled = new WeakMap<Condition, boolean>()

function isSettled(condition: Condition): boolean {
  const before = settled.get(condition)
  if (before !== undefined) return before
  const is = isAboutFacts(condition)
  settled.set(condition, is)
  return is
}

function folded(set: FactsSet, last: number): Reach {
  if (set.size === 0) return { is: 'never' }
  return set.size >= Math.max(set.last, last) ? { is: 'always' } : { is: 'facts', set }
}

function joined(is: 'all' | 'any', parts: readonly Reach[]): Reach {
  const [idle, settled] = is === 'all' ? (['always', 'never'] as const) : (['never', 'always'] as const)
  if (parts.some((part) => part.is === settled)) return { is: settled }
  const left = parts.filter((part) => part.is !== idle)
  const [only] = left
  if (only === undefined) return { is: idle }
  return left.length === 1 ? only : { is, of: left }
}

/** Whether all a condition asks of is in `patient_facts`. Who the patient is, is not. */
function isAboutFacts(condition: Condition): boolean {
  switch (condition.is) {
    case 'always':
    case 'never':
    case 'patient-missing':
    case 'patient-present':
    case 'patient-at':
    case 'patient-tagged':
    case 'treated-by':
    case 'untreated':
    case 'created-by':
    case 'chart-open':
    case 'chart-unrestricted':
    case 'consent-kept':
      return true
    case 'all':
    case 'any':
      return condition.of.every(isAboutFacts)
    case 'id-in':
    case 'owner-in':
    case 'owner-missing':
    case 'author-in':
    case 'record-at':
    case 'record-tagged':
    case 'state':
    case 'case-present':
    case 'case-in':
    case 'case-owner-in':
    case 'patient-in':
      return false
  }
}

/**
 * Facts that every row allowed has, those of the patients aside whom the condition names: `undefined` where it may be
 * any. There is no `not`, so what is left out of a condition can only let more rows in.
 */
export function factsBound(reach: Reach): FactsBound {
  const before = factsBounds.get(reach)
  if (before !== undefined) return before.bound
  const bound = findFactsBound(reach)
  factsBounds.set(reach, { bound })
  return bound
}

type FactsBound = FactsSet | 'none' | undefined

const factsBounds = new WeakMap<Reach, { readonly bound: FactsBound }>()

function findFactsBound(reach: Reach): FactsBound {
  switch (reach.is) {
    case 'always':
    case 'row-with-facts':
      return undefined
    case 'never':
      return 'none'
    case 'facts':
      return reach.set
    case 'row':
      return reach.condition.is === 'patient-in' ? 'none' : undefined
    case 'all': {
      const bounds = reach.of.map(factsBound)
      if (bounds.includes('none')) return 'none'
      return bounds.reduce((one, other) =>
        one === undefined || one === 'none' || other === undefined || other === 'none'
          ? (one ?? other)
          : combined('all', one, other),
      )
    }
    case 'any': {
      const bounds = reach.of.map(factsBound)
      if (bounds.includes(undefined)) return undefined
      return bounds.reduce((one, other) =>
        one === 'none' || one === undefined
          ? other
          : other === 'none' || other === undefined
            ? one
            : combined('any', one, other),
      )
    }
  }
}

/** Whether all rows, or those of most facts sets, are allowed as far as their facts go. */
export function isForMost(reach: Reach): boolean {
  if (reach.is === 'always') return true
  const bound = factsBound(reach)
  return bound !== undefined && bound !== 'none' && bound.size * 2 > bound.last
}

/** Owners one of whom every row allowed has, with the same exception. `undefined` where it may be anybody. */
export function ownersBound(reach: Reach): readonly string[] | undefined {
  switch (reach.is) {
    case 'always':
    case 'facts':
    case 'row-with-facts':
      return undefined
    case 'never':
      return []
    case 'row':
      if (reach.condition.is === 'owner-in') return reach.condition.ids
      return reach.condition.is === 'patient-in' ? [] : undefined
    case 'all': {
      const bounds = reach.of.flatMap((part) => {
        const bound = ownersBound(part)
        return bound === undefined ? [] : [bound]
      })
      return bounds.toSorted((one, other) => one.length - other.length)[0]
    }
    case 'any': {
      const bounds = reach.of.map(ownersBound)
      return bounds.every((bound) => bound !== undefined) ? [...new Set(bounds.flat())] : undefined
    }
  }
}

/** What is left to ask of rows whose owner is one of `ownersBound`. */
export function withoutOwners(reach: Reach): Reach {
  const bound = ownersBound(reach)
  const isBound = (part: Reach): boolean =>
    part.is === 'row' && part.condition.is === 'owner-in' && part.condition.ids === bound
  if (isBound(reach)) return { is: 'always' }
  return reach.is === 'all'
    ? joined(
        'all',
        reach.of.filter((part) => !isBound(part)),
      )
    : reach
}

/** The patients whom a condition names: those of a broken glass. */
export function patientsNamed(reach: Reach): readonly string[] {
  switch (reach.is) {
    case 'all':
    case 'any':
      return [...new Set(reach.of.flatMap(patientsNamed))]
    case 'row':
      return reach.condition.is === 'patient-in' ? reach.condition.ids : []
    default:
      return []
  }
}

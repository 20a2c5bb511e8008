/**
 * Whether one condition asks at least what another asks, by their shape alone.
 */
import type { Condition } from './condition.ts'

/**
 * Every record that meets `narrow` meets `wide`: proved without a record, since a condition has no `not` and so only
 * grows with its parts. `false` proves nothing: two conditions may agree for reasons their shape does not show.
 */
export function implies(narrow: Condition, wide: Condition): boolean {
  if (narrow.is === 'never') return true
  if (narrow.is === 'any') return narrow.of.every((one) => implies(one, wide))
  const known = partsOf(narrow)
  return partsOf(wide).every((part) => follows(known, part) || followsInEachCase(known, part))
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.is === 'all' ? condition.of : [condition]
}

/** A condition holds wherever all that is known does. */
function follows(known: readonly Condition[], wanted: Condition): boolean {
  if (wanted.is === 'always') return true
  if (wanted.is === 'all') return wanted.of.every((part) => follows(known, part))
  if (known.some((one) => isEnough(one, wanted))) return true
  return wanted.is === 'any' && wanted.of.some((part) => follows(known, part))
}

function isEnough(known: Condition, wanted: Condition): boolean {
  if (known === wanted) return true
  if (known.is === 'any') return known.of.every((one) => follows(partsOf(one), wanted))
  return atomImplies(known, wanted)
}

/** How many choices are opened at once: two steps may offer one each. More would multiply the cases for nothing. */
const mostChoices = 2

/**
 * The same, case by case: from `a`, and `b` or `c`, follows what follows from `a` with `b` and also from `a` with `c`.
 * Needed where two steps ask about the same grants.
 */
function followsInEachCase(
  known: readonly Condition[],
  wanted: Condition,
  choices: number = mostChoices,
): boolean {
  const inCase = (one: Condition): boolean => {
    const more = [...known, ...partsOf(one)]
    return follows(more, wanted) || (choices > 1 && followsInEachCase(more, wanted, choices - 1))
  }
  return known.some((choice) => choice.is === 'any' && choice.of.every(inCase))
}

/** Two conditions without parts. Those that name ids or places hold for more records the more they name. */
function atomImplies(narrow: Condition, wide: Condition): boolean {
  switch (narrow.is) {
    case 'id-in':
    case 'owner-in':
    case 'author-in':
    case 'case-in':
    case 'case-owner-in':
    case 'patient-in':
    case 'treated-by':
    case 'created-by':
      return wide.is === narrow.is && isWithin(narrow.ids, wide.ids)
    case 'record-at':
    case 'patient-at':
      return wide.is === narrow.is && isWithin(narrow.locations, wide.locations)
    case 'record-tagged':
      return wide.is === narrow.is && isWithin(narrow.tags, wide.tags)
    case 'patient-tagged':
      return wide.is === narrow.is && tagsImply(narrow, wide)
    case 'state':
      return wide.is === narrow.is && wide.field === narrow.field && wide.equals === narrow.equals
    // A chart's list has to hold everyone named: the more are named, the fewer charts are open.
    case 'chart-open':
      return wide.is === narrow.is && wide.level === narrow.level && isWithin(wide.ids, narrow.ids)
    case 'chart-unrestricted':
      return (wide.is === 'chart-open' || wide.is === narrow.is) && wide.level === narrow.level
    case 'owner-missing':
    case 'case-present':
    case 'patient-missing':
    case 'patient-present':
    case 'untreated':
    case 'consent-kept':
      return wide.is === narrow.is
    case 'always':
    case 'never':
    case 'all':
    case 'any':
      return false
  }
}

type Tagged = Extract<Condition, { is: 'patient-tagged' }>

function tagsImply(narrow: Tagged, wide: Tagged): boolean {
  // Any of one tag is all of it.
  const isEvery = narrow.match === 'all' || narrow.tags.length === 1
  if (wide.match === 'all' && wide.tags.length > 1) return isEvery && isWithin(wide.tags, narrow.tags)
  return isEvery ? wide.tags.some((tag) => narrow.tags.includes(tag)) : isWithin(narrow.tags, wide.tags)
}

function isWithin(few: readonly string[], many: readonly string[]): boolean {
  // Mostly it is the same list in the same order, and a set takes longer to make than that takes to see.
  const others = few.filter((id, index) => many[index] !== id)
  return others.length === 0 || new Set(others).isSubsetOf(new Set(many))
}

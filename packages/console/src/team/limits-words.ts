import type { Limits } from '@rolecall/contract'
import { joined } from './member-words.ts'
import { type Places, unknownTag } from './use-places.ts'

/** A person’s limits, one phrase each. */
export function limitsInWords({ tags, ownNotesOnly, hidePrices }: Limits, places: Places): readonly string[] {
  const names = joined(
    (tags?.tags ?? []).map((id) => places.tags.get(id) ?? unknownTag),
    tags?.match === 'all' ? 'and' : 'or',
  )
  const sentences = [
    ...(tags
      ? [names === '' ? 'No patients, because no tag is selected.' : `Only patients tagged ${names}.`]
      : []),
    ...(ownNotesOnly ? ['Own notes only.'] : []),
    ...(hidePrices ? ['Prices hidden.'] : []),
  ]
  return sentences.length === 0 ? ['No limits.'] : sentences
}

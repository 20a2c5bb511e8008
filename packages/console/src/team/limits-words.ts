import type { Limits } from '@rolecall/contract'
import { joined } from './member-words.ts'
import type { Places } from './use-places.ts'

/** What narrows somebody, a sentence each. */
export function limitsInWords({ tags, ownNotesOnly, hidePrices }: Limits, places: Places): readonly string[] {
  const names = joined(
    (tags?.tags ?? []).map((id) => places.tags.get(id) ?? id),
    tags?.match === 'all' ? 'and' : 'or',
  )
  const sentences = [
    ...(tags
      ? [names === '' ? 'No patient at all, since no tag is named.' : `Only patients tagged ${names}.`]
      : []),
    ...(ownNotesOnly ? ['Own notes only.'] : []),
    ...(hidePrices ? ['Prices are hidden.'] : []),
  ]
  return sentences.length === 0 ? ['No limit.'] : sentences
}

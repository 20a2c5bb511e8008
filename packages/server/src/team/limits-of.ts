import type { Limits } from '@rolecall/contract'
import type { Member } from '@rolecall/core'
import { spanText } from './span-text.ts'

/** What narrows a member. */
export function limitsOf({ tagLimit, ownNotesOnly, hidePrices }: Member): Limits {
  return {
    tags:
      tagLimit === undefined
        ? null
        : { match: tagLimit.match, tags: [...tagLimit.tags], ...spanText(tagLimit) },
    ownNotesOnly: ownNotesOnly === undefined ? null : spanText(ownNotesOnly),
    hidePrices: hidePrices === undefined ? null : spanText(hidePrices),
  }
}

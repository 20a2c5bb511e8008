import { within } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import type { Introductions } from '../demo/demo-people.ts'
import { changeMember, changePolicyOf, isStale, staleMember } from './change-member.ts'
import { readChanged } from './read-member.ts'
import { dateOf, type SpanAsked, spanOf } from './span-text.ts'
import { unknownPlaces } from './unknown-places.ts'

export interface LimitsAsked {
  readonly tags: (SpanAsked & { readonly match: 'any' | 'all'; readonly tags: readonly string[] }) | null
  readonly ownNotesOnly: SpanAsked | null
  readonly hidePrices: SpanAsked | null
  readonly confirmed: boolean
  readonly version?: number | undefined
}

/** Set all of what narrows a person: a limit that is not named is lifted. */
export function setLimits(
  door: Door,
  id: string,
  asked: LimitsAsked,
  introductions: Introductions | undefined,
) {
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'edit',
    records: [id],
    detail: detailOf(door, asked),
    access: asked,
    async work(transaction) {
      const { id: practiceId } = door.practice
      if (await isStale(transaction, practiceId, id, asked.version)) return staleMember()
      const unknown = await unknownPlaces(transaction, practiceId, { tagged: asked.tags?.tags })
      if (unknown !== undefined) return unknown
      await write(transaction, practiceId, id, asked)
      return {
        status: 200,
        body: await readChanged(transaction, door, id, introductions),
        records: [id],
      } as const
    },
  })
}

async function write(
  transaction: Transaction,
  practiceId: string,
  id: string,
  { tags, ownNotesOnly, hidePrices }: LimitsAsked,
): Promise<void> {
  await changeMember(transaction, practiceId, id, {
    tag_limit: tags?.match ?? null,
    tag_limit_starts_at: dateOf(tags?.from),
    tag_limit_ends_at: dateOf(tags?.until),
    own_notes_only: ownNotesOnly !== null,
    own_notes_only_starts_at: dateOf(ownNotesOnly?.from),
    own_notes_only_ends_at: dateOf(ownNotesOnly?.until),
    hides_prices: hidePrices !== null,
    hides_prices_starts_at: dateOf(hidePrices?.from),
    hides_prices_ends_at: dateOf(hidePrices?.until),
  })
  await transaction
    .deleteFrom('member_tag')
    .where('practice_id', '=', practiceId)
    .where('member_id', '=', id)
    .execute()
  const rows = [...new Set(tags?.tags)].map((tag_id) => ({ practice_id: practiceId, member_id: id, tag_id }))
  if (rows.length > 0) await transaction.insertInto('member_tag').values(rows).execute()
}

function detailOf({ at }: Door, { tags, ownNotesOnly, hidePrices, confirmed }: LimitsAsked): AuditDetail {
  return {
    tagLimit: tags === null ? null : tags.match,
    tags: tags?.tags ?? [],
    tagLimitHolds: tags !== null && within(spanOf(tags), at),
    ownNotesOnly: ownNotesOnly !== null,
    hidePrices: hidePrices !== null,
    ...(confirmed && { confirmed }),
  }
}

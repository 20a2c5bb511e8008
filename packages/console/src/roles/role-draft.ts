import type { RoleView, RouteInput, SpanText } from '@rolecall/contract'
import { noPeriod } from '../team/no-period.ts'
import type { TagLimitDraft } from '../team/tag-limit-fields.tsx'

/** What an edit changes of a role. What it does not name stays. */
type RoleEdit = RouteInput<'POST /api/roles/:id/preview'>['body']

/** A role as a form has it. */
export interface RoleDraft {
  readonly label: string
  readonly held: ReadonlySet<string>
  readonly fits: readonly string[]
  /** The roles or people who can assign it. Null: any admin. */
  readonly granters: readonly string[] | null
  readonly limit: TagLimitDraft
  readonly limitTime: SpanText
  readonly hidesPrices: boolean
  readonly pricesTime: SpanText
}

/** A new role: for all staff accounts, assigned by any admin, without a limit. */
export const blankDraft: RoleDraft = {
  label: '',
  held: new Set(),
  fits: ['practitioner', 'administrative', 'assistant', 'integration'],
  granters: null,
  limit: { match: 'none', tags: [] },
  limitTime: noPeriod,
  hidesPrices: false,
  pricesTime: noPeriod,
}

export function draftOf({
  label,
  permissions,
  fits,
  grantableBy,
  tagLimit,
  hidePrices,
}: RoleView): RoleDraft {
  return {
    label,
    held: new Set(permissions),
    fits,
    granters: grantableBy,
    limit: { match: tagLimit?.match ?? 'none', tags: tagLimit?.tags ?? [] },
    limitTime: timeOf(tagLimit),
    hidesPrices: hidePrices !== null,
    pricesTime: timeOf(hidePrices),
  }
}

/** @returns what is missing before a role can be saved, or undefined if it is complete. */
export function whyNotReady({ label, fits, granters }: RoleDraft): string | undefined {
  if (label.trim() === '') return 'Enter a name.'
  if (fits.length === 0) return 'Select at least one account type.'
  return granters?.length === 0 ? 'Select who can assign it.' : undefined
}

/** What a draft changes of a role. */
export function editOf(base: RoleView, draft: RoleDraft): RoleEdit {
  const before = draftOf(base)
  const { label, held, fits, granters, hidesPrices } = draft
  return {
    ...(label.trim() !== before.label && { label: label.trim() }),
    ...(!isSameSet(before.held, held) && { permissions: [...held] }),
    ...(!isSameSet(before.fits, fits) && { fits }),
    ...(!isSameSet(before.granters, granters) && { grantableBy: granters }),
    ...(!isSameLimit(before, draft) && { tagLimit: askedLimit(draft) }),
    ...(!isSameHiding(before, draft) && { hidePrices: hidesPrices ? draft.pricesTime : null }),
  }
}

/** A complete new role. */
export function roleOf(draft: RoleDraft): NewRole {
  const { label, held, fits, granters, hidesPrices, pricesTime } = draft
  return {
    label: label.trim(),
    permissions: [...held],
    fits,
    grantableBy: granters,
    tagLimit: askedLimit(draft),
    hidePrices: hidesPrices ? pricesTime : null,
  }
}

export type NewRole = RouteInput<'POST /api/roles'>['body']

/** Another person’s version of the role with the changes of this draft on top. */
export function mergedDraft(base: RoleView, current: RoleView, draft: RoleDraft): RoleDraft {
  const edit = editOf(base, draft)
  const theirs = draftOf(current)
  const before = new Set(base.permissions)
  return {
    label: edit.label === undefined ? theirs.label : draft.label,
    held: new Set([
      ...current.permissions.filter((one) => draft.held.has(one) || !before.has(one)),
      ...[...draft.held].filter((one) => !before.has(one)),
    ]),
    fits: edit.fits === undefined ? theirs.fits : draft.fits,
    granters: edit.grantableBy === undefined ? theirs.granters : draft.granters,
    ...(edit.tagLimit === undefined
      ? { limit: theirs.limit, limitTime: theirs.limitTime }
      : { limit: draft.limit, limitTime: draft.limitTime }),
    ...(edit.hidePrices === undefined
      ? { hidesPrices: theirs.hidesPrices, pricesTime: theirs.pricesTime }
      : { hidesPrices: draft.hidesPrices, pricesTime: draft.pricesTime }),
  }
}

function timeOf(limit: SpanText | null): SpanText {
  return limit === null ? noPeriod : { from: limit.from, until: limit.until }
}

type LimitDraft = Pick<RoleDraft, 'limit' | 'limitTime'>

function askedLimit({ limit: { match, tags }, limitTime }: LimitDraft) {
  return match === 'none' ? null : { match, tags, ...limitTime }
}

function isSameLimit(one: LimitDraft, other: LimitDraft): boolean {
  if (one.limit.match === 'none' || other.limit.match === 'none') return one.limit.match === other.limit.match
  return (
    one.limit.match === other.limit.match &&
    isSameSet(one.limit.tags, other.limit.tags) &&
    isSameTime(one.limitTime, other.limitTime)
  )
}

function isSameHiding(one: RoleDraft, other: RoleDraft): boolean {
  if (!one.hidesPrices || !other.hidesPrices) return one.hidesPrices === other.hidesPrices
  return isSameTime(one.pricesTime, other.pricesTime)
}

function isSameTime(one: SpanText, other: SpanText): boolean {
  return one.from === other.from && one.until === other.until
}

function isSameSet(one: Iterable<string> | null, other: Iterable<string> | null): boolean {
  if (one === null || other === null) return one === other
  const left = new Set(one)
  const right = new Set(other)
  return left.size === right.size && left.isSubsetOf(right)
}

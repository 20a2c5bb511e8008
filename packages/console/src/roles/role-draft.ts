import type { RoleView } from '@rolecall/contract'
import type { TagLimitDraft } from '../team/tag-limit-fields.tsx'
import type { RoleEdit } from './questions.ts'

/** A role as a form has it. */
export interface RoleDraft {
  readonly label: string
  readonly held: ReadonlySet<string>
  readonly fits: readonly string[]
  /** Roles or people who alone may give it. Null: any admin. */
  readonly granters: readonly string[] | null
  readonly limit: TagLimitDraft
  readonly hidesPrices: boolean
}

/** What a role from nothing begins as: for all staff, given by any admin, without a limit. */
export const blankDraft: RoleDraft = {
  label: '',
  held: new Set(),
  fits: ['practitioner', 'administrative', 'assistant', 'integration'],
  granters: null,
  limit: { match: 'none', tags: [] },
  hidesPrices: false,
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
    hidesPrices: hidePrices !== null,
  }
}

/** What is missing before a role can be saved. Undefined: nothing. */
export function whyNotReady({ label, fits, granters }: RoleDraft): string | undefined {
  if (label.trim() === '') return 'Give it a name.'
  if (fits.length === 0) return 'Say whom it fits.'
  return granters?.length === 0 ? 'Say who may give it.' : undefined
}

/** What a draft changes of a role. The dates of a limit that stays are kept. */
export function editOf(base: RoleView, draft: RoleDraft): RoleEdit {
  const before = draftOf(base)
  const { label, held, fits, granters, limit, hidesPrices } = draft
  return {
    ...(label.trim() !== before.label && { label: label.trim() }),
    ...(!isSameSet(before.held, held) && { permissions: [...held] }),
    ...(!isSameSet(before.fits, fits) && { fits }),
    ...(!isSameSet(before.granters, granters) && { grantableBy: granters }),
    ...(!isSameLimit(before.limit, limit) && {
      tagLimit: limit.match === 'none' ? null : { ...always, ...base.tagLimit, ...askedLimit(limit) },
    }),
    ...(before.hidesPrices !== hidesPrices && { hidePrices: hidesPrices ? always : null }),
  }
}

/** A whole role, as it is made from nothing. */
export function roleOf({ label, held, fits, granters, limit, hidesPrices }: RoleDraft): NewRole {
  return {
    label: label.trim(),
    permissions: [...held],
    fits,
    grantableBy: granters,
    tagLimit: limit.match === 'none' ? null : { ...always, ...askedLimit(limit) },
    hidePrices: hidesPrices ? always : null,
  }
}

export type NewRole = RoleEdit & { readonly label: string }

/** A draft upon what somebody else made of the role meanwhile: theirs stays, and on top of it what was changed here. */
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
    limit: edit.tagLimit === undefined ? theirs.limit : draft.limit,
    hidesPrices: edit.hidePrices === undefined ? theirs.hidesPrices : draft.hidesPrices,
  }
}

const always = { from: null, until: null }

function askedLimit({ match, tags }: TagLimitDraft) {
  return { match: match === 'all' ? ('all' as const) : ('any' as const), tags }
}

function isSameLimit(one: TagLimitDraft, other: TagLimitDraft): boolean {
  return one.match === other.match && (one.match === 'none' || isSameSet(one.tags, other.tags))
}

function isSameSet(one: Iterable<string> | null, other: Iterable<string> | null): boolean {
  if (one === null || other === null) return one === other
  const left = new Set(one)
  const right = new Set(other)
  return left.size === right.size && left.isSubsetOf(right)
}

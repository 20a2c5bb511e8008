import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { heldRole, named, span, spanAsked } from './people.ts'
import { problem, refusals } from './problem.ts'
import { logReaders } from './team.ts'
import { words } from './text.ts'

/** A permission that is of little use alone, and what would make it of use. */
const warning = z.object({
  permission: z.string(),
  /** Any one of these would do. */
  metBy: z.array(z.string()),
  sentence: z.string(),
})

export const role = z.object({
  id: z.string(),
  label: z.string(),
  permissions: z.array(z.string()),
  fits: z.array(z.string()),
  /** Roles or members that may grant it. Null: any admin. */
  grantableBy: z.array(z.string()).nullable(),
  tagLimit: span.extend({ match: z.enum(['any', 'all']), tags: z.array(z.string()) }).nullable(),
  hidePrices: span.nullable(),
  /** What to put into `If-Match`. */
  version: z.number(),
  /** How many people hold it now, and how many will later. */
  holders: z.number(),
  holdersLater: z.number(),
  /** The role it was copied from. */
  copyOf: z.string().nullable(),
  /** Permissions of it that go beyond the published matrix. */
  beyond: z.array(z.string()),
  /** Permissions nobody knows any more. They grant nothing. */
  unknown: z.array(z.string()),
  warnings: z.array(warning),
})
export type RoleView = z.infer<typeof role>

const matrix = z.object({
  roles: z.array(z.object({ id: z.string(), label: z.string(), holders: z.number() })),
  modules: z.array(
    z.object({
      module: z.string(),
      label: z.string(),
      state: z.enum(['on', 'read-only', 'off']),
      permissions: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          meaning: z.string(),
          published: z.boolean(),
          mark: z.enum(['record', 'account']),
          /** In the order of `roles`. */
          cells: z.array(z.boolean()),
        }),
      ),
    }),
  ),
})
export type RoleMatrix = z.infer<typeof matrix>

const asked = z.object(spanAsked)
const label = words(200)
const ids = z.array(id).max(500)
const tagLimitAsked = asked.extend({ match: z.enum(['any', 'all']), tags: z.array(id).max(200) })

/** What an edit of a role may name. What it does not name stays. */
const edit = {
  label: label.optional(),
  permissions: ids.optional(),
  fits: ids.optional(),
  grantableBy: ids.nullish(),
  tagLimit: tagLimitAsked.nullish(),
  hidePrices: asked.nullish(),
}

const ofRole = z.object({ id })
const ofGrant = z.object({ id, grant: id })
const endings = { 404: problem, 409: problem, 422: problem, ...refusals } as const
const confirmed = z.boolean().default(false)

const difference = z.object({
  member: named,
  actingFor: named.nullable(),
  kind: z.string(),
  kindLabel: z.string(),
  act: z.string(),
  change: z.enum(['gains', 'loses', 'changes']),
  /** The act comes or goes altogether, and not for some records only. */
  whole: z.boolean(),
  /** Real records that come and go. Null where they are not counted. */
  gained: z.number().nullable(),
  lost: z.number().nullable(),
})

const preview = z.object({
  /** How many people it touches. */
  people: z.number(),
  differences: z.array(difference),
  /** Differences beyond those listed. */
  more: z.number(),
  warnings: z.array(warning),
})
export type RolePreview = z.infer<typeof preview>

const separation = z.object({ roles: z.array(id).min(2).max(100), most: z.int().min(0).max(99) })
const separations = z.object({ separations: z.array(separation).max(100) })

export const roleOperations = {
  listRoles: {
    method: 'GET',
    path: '/api/roles',
    summary: 'The roles of the practice',
    needs: logReaders,
    effect: 'looks',
    endings: { 200: z.object({ roles: z.array(role) }), ...refusals },
  },
  roleMatrix: {
    method: 'GET',
    path: '/api/roles/matrix',
    summary: 'Every permission beside every role',
    needs: logReaders,
    effect: 'looks',
    endings: { 200: matrix, ...refusals },
  },
  addRole: {
    method: 'POST',
    path: '/api/roles',
    summary: 'Make a role, or a copy of one',
    needs: { kind: 'role', act: 'create' },
    effect: 'changes-policy',
    body: z.object({ ...edit, label, copyOf: id.optional() }),
    endings: { 201: role, ...endings },
  },
  editRole: {
    method: 'PATCH',
    path: '/api/roles/:id',
    summary: 'Change a role, in force with the next request of everyone who holds it',
    needs: { kind: 'role', act: 'edit' },
    effect: 'changes-policy',
    params: ofRole,
    body: z.object({ ...edit, confirmed }),
    ifMatch: true,
    /** 412 comes with the role as it is now. */
    endings: { 200: role, 412: problem.extend({ current: role }), ...endings },
  },
  deleteRole: {
    method: 'DELETE',
    path: '/api/roles/:id',
    summary: 'Delete a role nobody holds',
    needs: { kind: 'role', act: 'edit' },
    effect: 'changes-policy',
    params: ofRole,
    endings: { 204: null, ...endings },
  },
  previewRole: {
    method: 'POST',
    path: '/api/roles/:id/preview',
    summary: 'Who would gain or lose what by an edit of a role, counted in real records',
    needs: { kind: 'role', act: 'edit' },
    effect: 'looks',
    readsMuch: true,
    params: ofRole,
    body: z.object(edit),
    endings: { 200: preview, ...endings },
  },
  grantRole: {
    method: 'POST',
    path: '/api/members/:id/grants',
    summary: 'Give a role to somebody, perhaps at some locations, for some tags, for a time',
    needs: { kind: 'role', act: 'grant' },
    effect: 'changes-policy',
    params: ofRole,
    body: asked.extend({
      role: id,
      at: z.array(id).min(1).max(200).nullish(),
      tagged: z.array(id).min(1).max(200).nullish(),
      confirmed,
    }),
    endings: { 201: heldRole, ...endings },
  },
  editGrant: {
    method: 'PATCH',
    path: '/api/members/:id/grants/:grant',
    summary: 'Change the dates or the scope of a role somebody was given',
    needs: { kind: 'role', act: 'grant' },
    effect: 'changes-policy',
    params: ofGrant,
    body: asked.extend({
      at: z.array(id).min(1).max(200).nullish(),
      tagged: z.array(id).min(1).max(200).nullish(),
      confirmed,
      /** Of the member, where it is to be refused once somebody else's change came between. */
      version: z.int().optional(),
    }),
    endings: { 200: heldRole, 412: problem, ...endings },
  },
  revokeGrant: {
    method: 'DELETE',
    path: '/api/members/:id/grants/:grant',
    summary: 'Take a role from somebody, in force with the next request',
    needs: { kind: 'role', act: 'revoke' },
    effect: 'changes-policy',
    params: ofGrant,
    query: z.object({ confirmed: z.stringbool().default(false) }),
    endings: { 204: null, ...endings },
  },
  listSeparations: {
    method: 'GET',
    path: '/api/practice/separations',
    summary: 'Sets of roles of which one person may hold at most so many',
    needs: logReaders,
    effect: 'looks',
    endings: { 200: separations, ...refusals },
  },
  setSeparations: {
    method: 'PUT',
    path: '/api/practice/separations',
    summary: 'Declare which roles one person may not hold together',
    needs: { kind: 'role', act: 'edit' },
    effect: 'changes-policy',
    /** `before`: what was declared when one looked. Refused once somebody else has changed it. */
    body: separations.extend({ before: z.array(separation).max(100).optional() }),
    endings: { 200: separations, 412: problem, ...endings },
  },
} as const satisfies Record<string, Operation>

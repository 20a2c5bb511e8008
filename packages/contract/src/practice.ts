import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { words } from './text.ts'
import { timeZone } from './time-zone.ts'

const modules = z.object({
  modules: z.array(
    z.object({
      module: z.string(),
      label: z.string(),
      state: z.enum(['on', 'read-only', 'off']),
      /** Never off. */
      always: z.boolean(),
    }),
  ),
})
export type PracticeModules = z.infer<typeof modules>

/** What would notice it if a tag went, or became another. */
const tagUse = z.object({
  patients: z.number(),
  /** Members and roles limited by it, and grants that hold for it. */
  limits: z.number(),
})
export type TagUse = z.infer<typeof tagUse>

const tag = z.object({ id: z.string(), label: z.string(), colour: z.string(), limits: z.number() })
export type Tag = z.infer<typeof tag>

const location = z.object({ id: z.string(), name: z.string() })
export type Location = z.infer<typeof location>

const colour = z.string().regex(/^[a-z]{1,20}$/, 'give the name of a colour such as `teal`')
const ofTag = z.object({ id })
/** With it nothing is changed, and the answer says what would be. */
const dryRun = z.object({ dryRun: z.stringbool().default(false) })
const endings = { 404: problem, 409: problem, 422: problem, ...refusals } as const

/** Whoever sees patients sees their tags and locations, and so does who sets limits by them. */
const seesPatients = ['patients.view', 'patients.manage', 'accounts.manage'] as const

const practice = z.object({
  name: z.string(),
  /** In which its days and hours are told: `Europe/Berlin`. */
  timeZone: z.string(),
  /** Whether people here share patients: whose work somebody new reaches to begin with. */
  sharesPatients: z.boolean(),
  owner: named,
})
export type Practice = z.infer<typeof practice>

export const practiceOperations = {
  readPractice: {
    method: 'GET',
    path: '/api/practice',
    summary: 'What the practice is called and who owns it',
    needs: { anyOf: ['practice.manage', 'accounts.manage', 'tags.manage'] },
    effect: 'looks',
    endings: { 200: practice, ...refusals },
  },
  editPractice: {
    method: 'PATCH',
    path: '/api/practice',
    summary: 'Rename the practice, or say in which time zone it is and whether its people share patients',
    needs: { kind: 'practice', act: 'edit' },
    effect: 'changes',
    /** What is not named stays. */
    body: z.object({
      name: words(200).optional(),
      timeZone: timeZone.optional(),
      sharesPatients: z.boolean().optional(),
    }),
    endings: { 200: practice, ...endings },
  },
  listModules: {
    method: 'GET',
    path: '/api/practice/modules',
    summary: 'The modules the practice has',
    needs: { kind: 'subscription', act: 'view' },
    effect: 'looks',
    endings: { 200: modules, ...refusals },
  },
  setModules: {
    method: 'PUT',
    path: '/api/practice/modules',
    summary: 'Say which modules the practice has, and which lapsed ones it may still look at',
    needs: { kind: 'subscription', act: 'edit' },
    effect: 'changes-policy',
    body: z.object({
      on: z.array(id).max(100),
      readOnly: z.array(id).max(100),
      /** Those that were on, and read-only, when one looked: refused once somebody else has changed them. */
      before: z.object({ on: z.array(id).max(100), readOnly: z.array(id).max(100) }).optional(),
    }),
    endings: { 200: modules, 412: problem, ...endings },
  },
  listTags: {
    method: 'GET',
    path: '/api/tags',
    summary: 'The tags of the practice',
    needs: { anyOf: ['tags.manage', ...seesPatients] },
    effect: 'looks',
    endings: { 200: z.object({ tags: z.array(tag) }), ...refusals },
  },
  addTag: {
    method: 'POST',
    path: '/api/tags',
    summary: 'Make a tag',
    needs: { kind: 'tag', act: 'create' },
    effect: 'changes',
    body: z.object({ label: words(100), colour: colour.optional() }),
    endings: { 201: tag, ...endings },
  },
  editTag: {
    method: 'PATCH',
    path: '/api/tags/:id',
    summary: 'Rename or recolour a tag',
    needs: { kind: 'tag', act: 'edit' },
    effect: 'changes-policy',
    params: ofTag,
    query: dryRun,
    body: z.object({ label: words(100).optional(), colour: colour.optional() }),
    endings: { 200: tagUse, ...endings },
  },
  mergeTag: {
    method: 'POST',
    path: '/api/tags/:id/merge',
    summary: 'Put another tag in the place of one, where that opens nothing to anybody',
    needs: { kind: 'tag', act: 'edit' },
    effect: 'changes-policy',
    params: ofTag,
    query: dryRun,
    body: z.object({ into: id }),
    endings: { 200: tagUse, ...endings },
  },
  deleteTag: {
    method: 'DELETE',
    path: '/api/tags/:id',
    summary: 'Take a tag from every patient and limit; a limit that needed it reaches nobody',
    needs: { kind: 'tag', act: 'edit' },
    effect: 'changes-policy',
    params: ofTag,
    query: dryRun,
    endings: { 200: tagUse, ...endings },
  },
  listLocations: {
    method: 'GET',
    path: '/api/locations',
    summary: 'The locations of the practice',
    needs: { anyOf: ['practice.manage', 'appointments.view', 'appointments.manage', ...seesPatients] },
    effect: 'looks',
    endings: { 200: z.object({ locations: z.array(location) }), ...refusals },
  },
  addLocation: {
    method: 'POST',
    path: '/api/locations',
    summary: 'Add a location',
    needs: { kind: 'practice', act: 'edit' },
    effect: 'changes',
    body: z.object({ name: words(200) }),
    endings: { 201: location, ...endings },
  },
  editLocation: {
    method: 'PATCH',
    path: '/api/locations/:id',
    summary: 'Rename a location',
    needs: { kind: 'practice', act: 'edit' },
    effect: 'changes-policy',
    params: ofTag,
    body: z.object({ name: words(200) }),
    endings: { 200: location, ...endings },
  },
} as const satisfies Record<string, Operation>

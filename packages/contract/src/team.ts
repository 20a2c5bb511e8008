import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { access, levels, members, spanAsked, wholeMember } from './people.ts'
import { problem, refusals } from './problem.ts'
import { words } from './text.ts'

/** Those who may view the log may be told why somebody else reaches something or not. */
export const logReaders = { anyOf: ['audit.view', 'accounts.manage'] } as const

const ofMember = z.object({ id })

/** The only admin changes their own access by saying so. Nobody else ever does. */
const confirmed = z.boolean().default(false)

/** The version that was read, where the change is to be refused once somebody else's came between. */
const version = z.int().optional()

/** The endings of a change to what somebody may do. */
const changeEndings = { 404: problem, 409: problem, 412: problem, 422: problem, ...refusals } as const

const name = words(200)
const email = z.email().max(320)
const asked = z.object(spanAsked)

const jobTitle = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.string(),
  roles: z.array(z.string()),
  team: z.enum(['own', 'all-view', 'all-edit']),
  reason: z.string(),
})
export type JobTitleRecommendation = z.infer<typeof jobTitle>

export const teamOperations = {
  myAccess: {
    method: 'GET',
    path: '/api/me/access',
    summary: 'What one may do, and through which roles and limits',
    needs: 'signed-in',
    effect: 'looks',
    readsMuch: true,
    endings: { 200: access, ...refusals },
  },
  listMembers: {
    method: 'GET',
    path: '/api/members',
    summary: 'The people of the practice',
    needs: logReaders,
    effect: 'looks',
    endings: { 200: members, ...refusals },
  },
  readMember: {
    method: 'GET',
    path: '/api/members/:id',
    summary: 'One person of the practice, with everything they were given',
    needs: logReaders,
    effect: 'looks',
    params: ofMember,
    endings: { 200: wholeMember, 404: problem, ...refusals },
  },
  memberAccess: {
    method: 'GET',
    path: '/api/members/:id/access',
    summary: 'What somebody may do in the end, with how many records they reach',
    needs: logReaders,
    effect: 'looks',
    readsMuch: true,
    params: ofMember,
    query: z.object({ actingFor: id.optional() }),
    endings: { 200: access, 404: problem, ...refusals },
  },
  listJobTitles: {
    method: 'GET',
    path: '/api/job-titles',
    summary: 'Job titles with what each recommends, and why; they decide nothing',
    needs: 'signed-in',
    effect: 'looks',
    endings: { 200: z.object({ jobTitles: z.array(jobTitle) }), ...refusals },
  },
  addMember: {
    method: 'POST',
    path: '/api/members',
    summary: 'Add a person, or a program, to the practice',
    needs: { kind: 'member', act: 'create' },
    effect: 'changes-policy',
    body: z.object({ kind: id, name, jobTitle: id.nullish(), email: email.nullish() }),
    endings: { 201: wholeMember, ...changeEndings },
  },
  editMember: {
    method: 'PATCH',
    path: '/api/members/:id',
    summary: 'Correct the name, the address or the job title of a person, or between when they have access',
    needs: { kind: 'member', act: 'edit' },
    effect: 'changes-policy',
    params: ofMember,
    /** What is not named stays; null takes it away. */
    body: z.object({
      name: name.optional(),
      jobTitle: id.nullish(),
      email: email.nullish(),
      ...spanAsked,
      confirmed,
    }),
    ifMatch: true,
    endings: { 200: wholeMember, ...changeEndings },
  },
  lockMember: {
    method: 'POST',
    path: '/api/members/:id/lock',
    summary: 'End the access of a person at once and keep everything else',
    needs: { kind: 'member', act: 'lock' },
    effect: 'changes-policy',
    params: ofMember,
    endings: { 204: null, ...changeEndings },
  },
  unlockMember: {
    method: 'POST',
    path: '/api/members/:id/unlock',
    summary: 'Give a locked person back what they had',
    needs: { kind: 'member', act: 'lock' },
    effect: 'changes-policy',
    params: ofMember,
    endings: { 204: null, ...changeEndings },
  },
  archiveMember: {
    method: 'POST',
    path: '/api/members/:id/archive',
    summary: 'Let a person leave; a successor may take over their work',
    needs: { kind: 'member', act: 'archive' },
    effect: 'changes-policy',
    params: ofMember,
    body: z.object({ successor: id.nullish(), confirmed }),
    endings: { 204: null, ...changeEndings },
  },
  setLimits: {
    method: 'PUT',
    path: '/api/members/:id/limits',
    summary: 'Set what narrows a person: tags, own notes only, hidden prices',
    needs: { kind: 'member', act: 'edit' },
    effect: 'changes-policy',
    params: ofMember,
    body: z.object({
      tags: asked.extend({ match: z.enum(['any', 'all']), tags: z.array(id).max(200) }).nullable(),
      ownNotesOnly: asked.nullable(),
      hidePrices: asked.nullable(),
      confirmed,
      version,
    }),
    endings: { 200: wholeMember, ...changeEndings },
  },
  setTeamAccess: {
    method: 'PUT',
    path: '/api/members/:id/team-access',
    summary: 'Set whose work a person reaches',
    needs: { kind: 'member', act: 'edit' },
    effect: 'changes-policy',
    params: ofMember,
    body: z.object({
      team: z.discriminatedUnion('setting', [
        z.object({ setting: z.literal('own') }),
        asked.extend({ setting: z.literal('all'), level: z.enum(levels) }),
        z.object({
          setting: z.literal('members'),
          members: z
            .array(asked.extend({ member: id, level: z.enum(levels) }))
            .min(1)
            .max(1000),
        }),
        z.object({
          setting: z.literal('advanced'),
          members: z
            .array(asked.extend({ member: id, section: id.nullish(), level: z.enum(levels) }))
            .min(1)
            .max(1000),
        }),
      ]),
      confirmed,
      version,
    }),
    endings: { 200: wholeMember, ...changeEndings },
  },
  setManaged: {
    method: 'PUT',
    path: '/api/members/:id/managed-practitioners',
    summary: 'Set the practitioners an assistant works for',
    needs: { kind: 'member', act: 'edit' },
    effect: 'changes-policy',
    params: ofMember,
    body: z.object({ practitioners: z.array(asked.extend({ member: id })).max(1000), confirmed, version }),
    endings: { 200: wholeMember, ...changeEndings },
  },
  inviteMember: {
    method: 'POST',
    path: '/api/members/:id/invite',
    summary: 'Invite a person to sign in; an invitation sent before is withdrawn',
    needs: { kind: 'member', act: 'invite' },
    effect: 'changes-policy',
    budget: { of: 'invitations' },
    params: ofMember,
    body: z.object({ email: email.optional() }),
    endings: { 202: z.object({ email: z.string(), until: z.string() }), ...changeEndings },
  },
  handOverOwnership: {
    method: 'POST',
    path: '/api/owner',
    summary: 'Hand the ownership of the practice over; only the owner does',
    needs: { kind: 'member', act: 'edit' },
    effect: 'changes-policy',
    body: z.object({ member: id }),
    endings: { 204: null, ...changeEndings },
  },
} as const satisfies Record<string, Operation>

import { z } from 'zod'
import { givenInstant } from './instant.ts'

export const named = z.object({ id: z.string(), name: z.string() })
export type Named = z.infer<typeof named>

const practice = z.object({ name: z.string() })

const member = z.object({ id: z.string(), name: z.string(), kind: z.string(), job: z.string() })

/** Someone to sign in as, where that needs no proof. */
export const person = member.extend({
  /** One line on what to try as them. */
  hint: z.string(),
  canSignIn: z.boolean(),
})
export type Person = z.infer<typeof person>

export const people = z.object({
  practice: practice.extend({
    /** Whether it is the demo's, and nobody in it is real. */
    madeUp: z.boolean(),
  }),
  people: z.array(person),
})
export type People = z.infer<typeof people>

export const me = z.object({
  practice: practice.extend({
    /** In which its days and hours are told: `Europe/Berlin`. */
    timeZone: z.string(),
  }),
  member,
  actingFor: named.nullable(),
  manages: z.array(named),
  /** Whether *Why?* may be asked about somebody else: for those who may view the log. */
  mayAskForOthers: z.boolean(),
  /** Whom to ask: those who manage accounts, the owner first, five at most. */
  admins: z.array(named),
  /** The operations that are open to them at all; which records they reach is another question. */
  open: z.array(z.string()),
})
export type Me = z.infer<typeof me>

/** When something holds, as instants with their zone: `from` inclusive, `until` exclusive. Null: no bound. */
export const span = z.object({ from: z.string().nullable(), until: z.string().nullable() })
export type SpanText = z.infer<typeof span>

/** The same where it is asked for. */
export const spanAsked = {
  from: givenInstant.nullish(),
  until: givenInstant.nullish(),
}

/** A role somebody was given. */
export const heldRole = span.extend({
  grant: z.string(),
  role: z.string(),
  label: z.string(),
  /** The locations and the tags it holds for. Null: all. */
  at: z.array(z.string()).nullable(),
  tagged: z.array(z.string()).nullable(),
  when: z.enum(['now', 'later', 'over']),
  /** For example: `Biller at river, until 2027-01-01`. */
  words: z.string(),
})
export type HeldRole = z.infer<typeof heldRole>

/** Narrows to patients with at least one of the tags (`any`), or every one (`all`). No tags reaches nobody. */
const tagLimit = span.extend({ match: z.enum(['any', 'all']), tags: z.array(z.string()) })

export const limits = z.object({
  tags: tagLimit.nullable(),
  ownNotesOnly: span.nullable(),
  hidePrices: span.nullable(),
})
export type Limits = z.infer<typeof limits>

export const levels = ['none', 'view', 'edit'] as const

/** Whose work somebody reaches. */
export const teamAccess = z.object({
  setting: z.enum(['own', 'all', 'members', 'advanced']),
  entries: z.array(
    span.extend({
      /** Null: everyone, later joiners included. */
      colleague: named.nullable(),
      /** Null: all of their work. */
      section: z.string().nullable(),
      level: z.enum(levels),
    }),
  ),
})
export type TeamAccess = z.infer<typeof teamAccess>

export const listedMember = member.extend({
  manages: z.array(named),
  /** What the practice decided about them. */
  status: z.enum(['invited', 'active', 'locked', 'archived']),
  /**
   * What that comes to now, by the clock of the database: only who is `active` does anything. Whoever is `no-account`
   * works here and signs in to nothing; of a program it says that it has no living key.
   */
  standing: z.enum(['active', 'no-account', 'invited', 'not-begun', 'locked', 'ended', 'archived']),
  /** Between when they have access at all. */
  ...span.shape,
  jobTitle: z.string().nullable(),
  email: z.string().nullable(),
  /** Whether a sign-in is linked; for an integration, whether it has a living key. */
  account: z.boolean(),
  owner: z.boolean(),
  roles: z.array(heldRole),
  /** The last time they did anything here. */
  lastSeen: z.string().nullable(),
})
export type ListedMember = z.infer<typeof listedMember>

export const members = z.object({ members: z.array(listedMember) })
export type Members = z.infer<typeof members>

export const wholeMember = listedMember.extend({
  /** What to put into `If-Match`. */
  version: z.number(),
  limits,
  team: teamAccess,
  managed: z.array(span.extend({ practitioner: named })),
  invitation: z
    .object({
      email: z.string(),
      sent: z.string(),
      until: z.string(),
      /** Whether its link opens nothing until it is sent again: its sender left, or what it gives has changed. */
      needsConfirmation: z.boolean(),
    })
    .nullable(),
})
export type WholeMember = z.infer<typeof wholeMember>

/** What a member may do, and through what. */
export const access = z.object({
  member: member,
  actingFor: named.nullable(),
  roles: z.array(heldRole),
  /** What narrows it, each with its effect in a sentence. */
  limits: z.array(
    span.extend({
      limit: z.enum(['tag-limit', 'own-notes-only', 'hide-prices', 'team-access']),
      /** The member or the role it is set on. */
      setOn: named,
      inForce: z.boolean(),
      effect: z.string(),
      /**
       * How many more records they would see without it, all else being as it is. Null: it takes no records away, is
       * not in force, or is not told to who asks.
       */
      takes: z.object({ kind: z.string(), count: z.number() }).nullable(),
    }),
  ),
  team: teamAccess,
  acts: z.array(
    z.object({
      kind: z.string(),
      kindLabel: z.string(),
      act: z.string(),
      reach: z.enum(['everywhere', 'some', 'nowhere']),
      /** Which records, in words. */
      words: z.string(),
      /** The whole as a sentence to repeat. */
      sentence: z.string(),
      /** The step that refuses, and what would mend it. */
      step: z.string().optional(),
      mend: z.string().optional(),
      /** The grants and shares behind it. */
      through: z.array(z.object({ id: z.string(), words: z.string() })),
    }),
  ),
  /** Records of the practice that may be viewed, by kind. */
  counts: z.array(
    z.object({
      kind: z.string(),
      count: z.number(),
      /** Of how many: of all that the practice has, or of those that who asks reaches as well. */
      of: z.number(),
      whole: z.enum(['practice', 'own']),
    }),
  ),
})
export type MemberAccess = z.infer<typeof access>

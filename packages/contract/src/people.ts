import { z } from 'zod'

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
  practice,
  member,
  actingFor: named.nullable(),
  manages: z.array(named),
  /** Whether *Why?* may be asked about somebody else: for those who may view the log. */
  mayAskForOthers: z.boolean(),
})
export type Me = z.infer<typeof me>

export const members = z.object({ members: z.array(member.extend({ manages: z.array(named) })) })
export type Members = z.infer<typeof members>

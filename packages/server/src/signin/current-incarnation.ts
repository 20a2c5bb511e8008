import { sql } from 'kysely'

/** What a session or a link has to have been made in. One from before a restore may have been ended since. */
export const currentIncarnation = sql<string>`(select id from incarnation)`

import type { Door } from '../access/door.ts'
import { wordsOf } from './words-of.ts'

/** Behind every word: what begins with a word lies between it and this. */
const last = '\u{10ffff}'

/** The patients in reach whose name has, for each word of the search, a word that begins so. */
export function foundBy(door: Door, search: string) {
  return wordsOf(search).reduce(
    (rows, word) =>
      rows.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('patient_token as named')
            .select('named.token')
            .whereRef('named.practice_id', '=', 'patient.practice_id')
            .whereRef('named.patient_id', '=', 'patient.id')
            .where('named.token', '>=', word)
            .where('named.token', '<', word + last),
        ),
      ),
    door.read('patient'),
  )
}

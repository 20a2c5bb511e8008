/**
 * How often some things may be done within an hour: by one person, in one practice, and with one record. Beyond it the
 * answer is 429. The numbers are far above a busy day, and far below what a program would need to do harm.
 */
export interface Budget {
  readonly member: number
  readonly practice: number
  /** For each record that the path names, such as the person who is invited. */
  readonly record?: number
  /** What a person is told once it is used up: a sentence up to when to try again. */
  readonly usedUp: string
}

export const budgets = {
  /** Being told that a patient one cannot see may be registered: by adding one, or by importing files. */
  patientChecks: {
    member: 20,
    practice: 200,
    usedUp: 'you were told too often that a patient may already be registered',
  },
  invitations: { member: 60, practice: 200, record: 5, usedUp: 'too many invitations were sent' },
  exports: { member: 20, practice: 60, usedUp: 'too many exports were made' },
} as const satisfies Record<string, Budget>

export type BudgetId = keyof typeof budgets

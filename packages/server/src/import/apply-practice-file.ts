import { practiceCatalog } from '@rolecall/core'
import { fileErrorLines, readPracticeFile } from '@rolecall/core/testing'
import { sql } from 'kysely'
import { raiseEpoch, takePolicy } from '../access/raise-epoch.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { savePatientFacts } from '../patients/save-patient-facts.ts'
import { writePolicy } from '../policy/write-policy.ts'

export interface PracticeText {
  readonly text: string
  /** What errors call it. */
  readonly name: string
  /** What people are called, by member. A practice file has ids only. */
  readonly names: Readonly<Record<string, string>>
  /** Titles of the catalogue, by member: of whom none is given, it stays as it is. */
  readonly jobTitles?: Readonly<Record<string, string>>
}

export type Applied = { readonly missing: readonly string[] } | { readonly errors: readonly string[] }

/** Give a practice the access that a practice file writes down, and its patients the facts. All or nothing. */
export async function applyPracticeFile(
  database: Database,
  practiceId: string,
  { text, name, names, jobTitles = {} }: PracticeText,
): Promise<Applied> {
  const read = readPracticeFile(text, { catalog: practiceCatalog, name })
  if (!read.ok) return { errors: fileErrorLines(read.errors) }
  const { policy, patients } = read.file
  const members = policy.members.map((member) => {
    const called = names[member.id]
    return called === undefined ? member : { ...member, name: called }
  })
  return database.within({ practiceId, mode: 'change' }, async (transaction) => {
    await takePolicy(transaction, practiceId)
    await writePolicy(transaction, practiceId, { ...policy, members })
    await giveTitles(transaction, practiceId, jobTitles)
    await raiseEpoch(transaction, practiceId)
    return { missing: await savePatientFacts(transaction, practiceId, patients.values()) }
  })
}

async function giveTitles(
  transaction: Transaction,
  practiceId: string,
  titles: Readonly<Record<string, string>>,
): Promise<void> {
  await sql`update member set job_title = given.value
    from json_each_text(${JSON.stringify(titles)}::json) as given
    where member.practice_id = ${practiceId}::uuid and member.id = given.key`.execute(transaction)
}

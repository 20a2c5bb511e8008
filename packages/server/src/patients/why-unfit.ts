/** What of a patient names something that is not there, in a sentence. */
import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'

export async function unknown(door: Door, table: 'tag' | 'location', ids: readonly string[]) {
  const [first] = await door.missing(table, ids)
  return first === undefined ? undefined : `there is no ${table} \`${first}\`, make it first`
}

export function isHere({ snapshot }: Door, id: string): boolean {
  const status = snapshot.members.get(id)?.status
  return status !== undefined && status !== 'archived'
}

/** Why some of them cannot treat anybody here. */
export function notTreating(door: Door, ids: readonly string[]): string | undefined {
  const wrong = ids.find((id) => !isHere(door, id) || door.snapshot.members.get(id)?.kind !== 'practitioner')
  if (wrong === undefined) return undefined
  const known = door.snapshot.members.get(wrong)
  return `${known ? nameOf(known) : `\`${wrong}\``} is no practitioner who works here, name one who does`
}

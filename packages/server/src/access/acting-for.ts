import { accessOf, type Instant, type Member, type Snapshot } from '@rolecall/core'

/** The practitioners an assistant may act for now, as the engine has it. Nobody else has any. */
export function managedNow(snapshot: Snapshot, member: Member, at: Instant): readonly Member[] {
  if (member.kind !== 'assistant') return []
  const practitioners = new Set(member.manages.map(({ practitioner }) => practitioner))
  return [...practitioners].flatMap(
    (actingFor) => accessOf(snapshot, { member: member.id, actingFor, at }).standing.subject ?? [],
  )
}

/** Why a member cannot act for a practitioner, as a sentence. Undefined: they can. */
export function whyNotActFor(
  snapshot: Snapshot,
  member: Member,
  practitioner: string,
  at: Instant,
): string | undefined {
  if (member.kind !== 'assistant') return 'only an assistant acts for somebody else'
  if (managedNow(snapshot, member, at).some(({ id }) => id === practitioner)) return undefined
  return `you do not manage \`${practitioner}\`, ask an admin to add them to those you manage`
}

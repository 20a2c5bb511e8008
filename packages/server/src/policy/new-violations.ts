import { type Instant, type Policy, practiceCatalog } from '@rolecall/core'
import { type Fault, faultsOf } from './validate-policy.ts'

/** What is wrong with a policy that was not wrong before. Empty: it may be kept. */
export function addedFaults(before: Policy, after: Policy, at: Instant): readonly Fault[] {
  const faults = faultsOf(practiceCatalog, after, at)
  if (faults.length === 0) return faults
  const known = new Set(faultsOf(practiceCatalog, before, at).map(({ sentence }) => sentence))
  return faults
    .filter(({ sentence }) => !known.has(sentence))
    .map((fault) => ({ ...fault, sentence: inNames(fault.sentence, after) }))
}

/** People and roles as they are called, and no longer by the ids that tell them apart. */
function inNames(sentence: string, { members, roles }: Policy): string {
  const names = new Map([
    ...roles.map(({ id, label }) => [id, label] as const),
    ...members.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])),
  ])
  return sentence.replace(/`([^`]+)`/g, (quoted, id: string) => names.get(id) ?? quoted)
}

import type { OpenAct } from '@rolecall/contract'
import type { RecordFacts } from '@rolecall/core'
import type { Door } from './door.ts'

/** Whether an act on a record in reach is open to this person, and the sentence why not. */
export function openAct(door: Door, act: string, record: RecordFacts): OpenAct {
  const self = { member: door.member.id, actingFor: door.actingFor }
  const { answer, step, verdict, mend } = door.explain(self, act, record)
  if (answer === 'yes') return { act, open: true }
  return { act, open: false, why: verdict, ...(step && { step }), ...(mend !== undefined && { mend }) }
}

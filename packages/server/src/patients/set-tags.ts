import type { SavedPatient } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { isStale, type Stale } from '../access/edit-history.ts'
import { closedTag } from './limiting-tags.ts'
import { raiseVersion } from './raise-version.ts'

/** The patient carries these tags from now on, and no others. */
export function setTags(
  door: Door,
  { id, version, tags }: { readonly id: string; readonly version: number; readonly tags: readonly string[] },
): Promise<SavedPatient | Stale | Refusal> {
  const practice_id = door.practice.id
  return door.change({
    kind: 'patient',
    id,
    act: 'edit',
    detail: { tags },
    async work(transaction, before): Promise<SavedPatient | Stale | Refusal> {
      const old = new Set(before.patient?.tags)
      const added = tags.filter((tag) => !old.has(tag))
      const removed = [...old].filter((tag) => !tags.includes(tag))
      const closed = closedTag(door, [...added, ...removed])
      if (closed !== undefined) {
        const { step = 'permission', mend } = closed.why
        const refused = `\`${closed.tag}\` decides who reaches a patient: ${closed.why.verdict}`
        return { refused: step, verdict: refused, ...(mend !== undefined && { mend }) }
      }
      const raised = await raiseVersion(transaction, door, { id, version, fields: ['tags'] })
      if (isStale(raised)) return raised
      if (removed.length > 0)
        await transaction
          .deleteFrom('patient_tag')
          .where('practice_id', '=', practice_id)
          .where('patient_id', '=', id)
          .where('tag_id', 'in', removed)
          .execute()
      if (added.length > 0)
        await transaction
          .insertInto('patient_tag')
          .values(added.map((tag_id) => ({ practice_id, patient_id: id, tag_id })))
          .execute()
      return { id, version: raised }
    },
  })
}

import type { Door } from '../access/door.ts'
import { isStale, staleEnding } from '../access/edit-history.ts'
import { nameOf } from '../access/member-name.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import { changeCareTeam } from './change-care-team.ts'
import { countPatients } from './count-patients.ts'
import { createPatient, knownAs } from './create-patient.ts'
import { cursorOf } from './cursor.ts'
import { editPatient } from './edit-patient.ts'
import { closedTag, ownTags, tagsWithinLimits } from './limiting-tags.ts'
import { listPatients } from './list-patients.ts'
import { readCareTeam, readPatient } from './read-patient.ts'
import { restrictPatient } from './restrict-patient.ts'
import { setTags } from './set-tags.ts'

type PatientOperation =
  | 'listPatients'
  | 'countPatients'
  | 'readPatient'
  | 'createPatient'
  | 'editPatient'
  | 'setPatientTags'
  | 'readCareTeam'
  | 'changeCareTeam'
  | 'restrictPatient'

export function patientHandlers(): HandlersOf<PatientOperation> {
  return {
    async listPatients({ query: { after, ...asked } }, { door }) {
      const cursor = after === undefined ? undefined : cursorOf(after)
      if (after !== undefined && cursor === undefined)
        return problem(400, '`after` is no place in the list, give the `next` of a page')
      const body = await listPatients(door, { ...asked, after: cursor })
      return { status: 200, body, records: body.patients.map(({ id }) => id) }
    },
    async countPatients({ query }, { door }) {
      return { status: 200, body: await countPatients(door, query), records: [] }
    },
    async readPatient({ params: { id } }, { door }) {
      const body = await readPatient(door, id)
      return body === undefined ? refusedEnding({ refused: 'unknown' }) : { status: 200, body, records: [id] }
    },
    async createPatient({ body: { confirmed, ...given } }, { door }) {
      const tags = tagsWithinLimits(door, given.tags)
      if ('wrong' in tags) return problem(422, tags.wrong)
      const wrong =
        (await unknown(door, 'tag', tags)) ??
        (await unknown(door, 'location', given.locations)) ??
        notTreating(door, given.careTeam)
      if (wrong !== undefined) return problem(422, wrong)
      const own = ownTags(door)
      const closed = closedTag(
        door,
        tags.filter((tag) => !own.has(tag)),
      )
      if (closed !== undefined) {
        const { step, verdict, mend } = closed.why
        return problem(403, `\`${closed.tag}\` decides who reaches a patient: ${verdict}`, { step, mend })
      }
      const patient = { ...described(given), tags, locations: given.locations, careTeam: given.careTeam }
      if (!confirmed) {
        const known = await knownAs(door, patient)
        if (known === 'out-of-reach')
          return problem(
            409,
            'somebody like this may already be registered, ask an admin before you add them with `confirmed`',
          )
        if (known !== undefined) return duplicateEnding(door, known.id)
      }
      const saved = await createPatient(door, patient)
      return isRefusal(saved) ? refusedEnding(saved) : { status: 201, body: saved, records: [saved.id] }
    },
    async editPatient({ params: { id }, body: { confirmed: _, ...said }, version }, { door }) {
      if (said.locations !== undefined) {
        if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
        const wrong = await unknown(door, 'location', said.locations)
        if (wrong !== undefined) return problem(422, wrong)
      }
      const saved = await editPatient(door, { id, version, said })
      if (isRefusal(saved)) return refusedEnding(saved)
      return isStale(saved) ? staleEnding(saved) : { status: 200, body: saved, records: [id] }
    },
    async setPatientTags({ params: { id }, body: { tags }, version }, { door }) {
      if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
      const wrong = await unknown(door, 'tag', tags)
      if (wrong !== undefined) return problem(422, wrong)
      const saved = await setTags(door, { id, version, tags: [...new Set(tags)] })
      if (isRefusal(saved)) return refusedEnding(saved)
      return isStale(saved) ? staleEnding(saved) : { status: 200, body: saved, records: [id] }
    },
    async readCareTeam({ params: { id } }, { door }) {
      const body = await readCareTeam(door, id)
      return body === undefined ? refusedEnding({ refused: 'unknown' }) : { status: 200, body, records: [id] }
    },
    async changeCareTeam({ params: { id }, body: { add, remove } }, { door }) {
      if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
      const wrong = notTreating(door, add)
      if (wrong !== undefined) return problem(422, wrong)
      const both = add.find((one) => remove.includes(one))
      if (both !== undefined) return problem(422, `\`${both}\` is both added and removed, say which`)
      const changed = await changeCareTeam(door, { id, add, remove })
      if (isRefusal(changed)) return refusedEnding(changed)
      if ('owning' in changed)
        return problem(
          409,
          `records about this patient are owned by ${changed.owning.join(' and ')}, who stays on the care team as long as that is so`,
        )
      return { status: 200, body: changed, records: [id] }
    },
    async restrictPatient({ params: { id }, body: { level, people }, version }, { door }) {
      if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
      if (level !== 'none' && people?.length === 0)
        return problem(
          422,
          '`people` is empty, name who is to reach the chart, or leave it out for yourself alone',
        )
      const stranger = people?.find((one) => !isHere(door, one))
      if (stranger !== undefined)
        return problem(422, `nobody here is \`${stranger}\`, name people of the practice`)
      const saved = await restrictPatient(door, { id, version, level, people: people ?? [] })
      if (isRefusal(saved)) return refusedEnding(saved)
      return isStale(saved) ? staleEnding(saved) : { status: 200, body: saved, records: [id] }
    },
  }
}

function described(given: {
  readonly family: string
  readonly given?: string | undefined
  readonly birthDate?: string | undefined
  readonly gender?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
}) {
  const { family, given: name = '', birthDate, gender, phone, email } = given
  return { family, given: name, birthDate, gender, phone: phone || undefined, email: email || undefined }
}

async function duplicateEnding(door: Door, id: string) {
  const { family, given } = await door
    .read('patient')
    .select(['patient.family', 'patient.given'])
    .where('patient.id', '=', id)
    .executeTakeFirstOrThrow()
  const name = `${given} ${family}`.trim()
  const { status, body } = problem(
    409,
    `${name} may be the same person; say \`confirmed\` where it is somebody else`,
  )
  return { status, body: { ...body, duplicate: { id, name } } }
}

async function unknown(door: Door, table: 'tag' | 'location', ids: readonly string[]) {
  const [first] = await door.missing(table, ids)
  return first === undefined ? undefined : `there is no ${table} \`${first}\`, make it first`
}

function isHere({ snapshot }: Door, id: string): boolean {
  const status = snapshot.members.get(id)?.status
  return status !== undefined && status !== 'archived'
}

/** Why some of them cannot treat anybody here. */
function notTreating(door: Door, ids: readonly string[]): string | undefined {
  const wrong = ids.find((id) => !isHere(door, id) || door.snapshot.members.get(id)?.kind !== 'practitioner')
  if (wrong === undefined) return undefined
  const known = door.snapshot.members.get(wrong)
  return `${known ? nameOf(known) : `\`${wrong}\``} is no practitioner who works here, name one who does`
}

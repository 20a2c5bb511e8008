import type { Input, Operations } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { createdEnding } from '../access/endings.ts'
import { problem } from '../access/problem.ts'
import { createPatient, knownAs } from './create-patient.ts'
import { closedTag, ownTags, tagsWithinLimits } from './limiting-tags.ts'
import { notTreating, unknown } from './why-unfit.ts'

type Given = Input<Operations['createPatient']>['body']

/** Add a patient once what is said of them is known to fit, and that nobody is registered twice. */
export async function addPatient(door: Door, { confirmed, ...given }: Given) {
  const tags = tagsWithinLimits(door, given.tags)
  if ('wrong' in tags) return problem(422, tags.wrong)
  const wrong =
    (await unknown(door, 'tag', tags)) ??
    (await unknown(door, 'location', given.locations)) ??
    notTreating(door, given.careTeam)
  if (wrong !== undefined) return problem(422, wrong)
  const refused = closedTagEnding(door, tags)
  if (refused !== undefined) return refused
  const patient = { ...described(given), tags, locations: given.locations, careTeam: given.careTeam }
  const duplicate = confirmed ? undefined : await duplicateOf(door, patient)
  return duplicate ?? createdEnding(await createPatient(door, patient))
}

function described({ family, given: name = '', birthDate, gender, phone, email }: Omit<Given, 'confirmed'>) {
  return { family, given: name, birthDate, gender, phone: phone || undefined, email: email || undefined }
}

/** The ending where somebody is given a tag that decides who reaches them, by who may not give it. */
function closedTagEnding(door: Door, tags: readonly string[]) {
  const own = ownTags(door)
  const closed = closedTag(
    door,
    tags.filter((tag) => !own.has(tag)),
  )
  if (closed === undefined) return undefined
  const { step, verdict, mend } = closed.why
  return problem(403, `\`${closed.tag}\` decides who reaches a patient: ${verdict}`, { step, mend })
}

/** The ending where the same person may be registered already. */
async function duplicateOf(door: Door, patient: Parameters<typeof knownAs>[1]) {
  const known = await knownAs(door, patient)
  if (known === 'out-of-reach')
    return problem(
      409,
      'somebody like this may already be registered, ask an admin before you add them with `confirmed`',
    )
  return known && duplicateEnding(door, known.id)
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

import type { PatientCount, People } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { importFolder } from '../src/import/import-folder.ts'
import { appParts } from '../src/server-parts.ts'
import { Client, signedIn } from './client.ts'
import { withTables } from './with-practice.ts'

const samples = process.env.ROLECALL_SAMPLE_DATA
const { database } = await withTables()

test.skipIf(samples === undefined).each([
  ['fhir-10', 13],
  ['fhir-1000', 1144],
])(
  'the owner of an imported %s is the one who can sign in, and reaches all %i patients',
  async (name, count) => {
    const result = await importFolder(database, { folder: `${samples}/${name}`, into: { newName: name } })
    if ('badLines' in result) throw new Error(JSON.stringify(result.badLines))
    const { practiceId } = result
    const app = await buildApp(
      appParts({ database, picking: { practiceId, introductions: new Map() } }, console.error),
    )
    const { people } = await new Client(app).get<People>('/api/people')
    expect(people.map(({ id, canSignIn }) => [id, canSignIn])).toEqual([['owner', true]])
    const owner = await signedIn(app, 'owner')
    expect(await owner.get<PatientCount>('/api/patients/count')).toEqual({ count })
    await app.close()
  },
)

import type { AuditEntry, AuditPage } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { deliverDue } from '../../src/delivery/delivery.ts'
import { mintLink } from '../../src/signin/mint-link.ts'
import { Client, signedIn } from '../client.ts'
import { withDemo } from '../with-practice.ts'

const { app, database } = await withDemo()
const mara = await signedIn(app, 'mara')
const nameOf = async (id: string) => (await mara.get<{ name: string }>(`/api/members/${id}`)).name
const [maraName, chenName, ana] = await Promise.all(['mara', 'chen', 'ana'].map(nameOf))

async function entries(query: string): Promise<readonly AuditEntry[]> {
  return (await mara.get<AuditPage>(`/api/audit?${query}`)).entries
}

async function newest(query: string): Promise<AuditEntry> {
  const [entry] = await entries(`${query}&limit=1`)
  if (entry === undefined) throw new Error(`no entry for ${query}`)
  return entry
}

async function editMember(id: string, change: object): Promise<void> {
  const { version } = await mara.get<{ version: number }>(`/api/members/${id}`)
  const edited = await mara.ask('PATCH', `/api/members/${id}`, change, version)
  expect([edited.statusCode, edited.body]).toEqual([200, expect.anything()])
}

describe('attack 10: names, addresses and invitations in the log', () => {
  test('an admin who takes the name of another member for a while is told apart in every sentence', async () => {
    await mara.ask('GET', '/api/locations')
    await editMember('mara', { name: chenName })
    const [before] = await entries('operation=listLocations&member=mara')
    expect(before).toMatchObject({ member: { id: 'mara', name: maraName }, namesOfThen: true })
    expect(before?.words).toBe(`${maraName} (now ${chenName}) viewed the locations`)
    expect((await mara.ask('POST', '/api/locations', { name: 'Posing' })).statusCode).toBe(201)
    await editMember('mara', { name: maraName })
    const posed = await newest('operation=addLocation')
    expect(posed.member).toEqual({ id: 'mara', name: chenName })
    expect(posed.words).toContain(`${chenName} (now ${maraName}) `)
    expect(posed.detail).toEqual({ location: 'Posing' })
    const renames = await entries('operation=editMember&record=mara')
    expect(renames.map(({ words, detail }) => [words, detail])).toEqual([
      [
        `${chenName} (now ${maraName}) renamed ${chenName} to ${maraName}`,
        expect.objectContaining({ nameWas: chenName, nameIs: maraName }),
      ],
      [
        `${maraName} renamed ${maraName} to ${chenName}`,
        expect.objectContaining({ nameWas: maraName, nameIs: chenName }),
      ],
    ])
  })

  test('an invitation is in the log with its address, when it is sent, sent elsewhere, and accepted', async () => {
    const added = await mara.ask('POST', '/api/members', {
      kind: 'administrative',
      name: 'Nina Rossi',
      email: 'wrong@clinic.example',
    })
    const { id } = added.json<{ id: string }>()
    expect((await newest(`operation=addMember&record=${id}`)).words).toBe(
      `${maraName} added Nina Rossi at wrong@clinic.example`,
    )
    const invite = (email?: string) => mara.ask('POST', `/api/members/${id}/invite`, email ? { email } : {})
    expect((await invite()).statusCode).toBe(202)
    expect(await newest(`operation=inviteMember&record=${id}`)).toMatchObject({
      words: `${maraName} invited Nina Rossi at wrong@clinic.example`,
      detail: { email: 'wrong@clinic.example' },
    })
    expect((await invite('nina@clinic.example')).statusCode).toBe(202)
    expect(await newest(`operation=inviteMember&record=${id}`)).toMatchObject({
      words: `${maraName} invited Nina Rossi at nina@clinic.example`,
      detail: {
        email: 'nina@clinic.example',
        emailWas: 'wrong@clinic.example',
        withdrawnInvitations: ['wrong@clinic.example'],
      },
    })
    const mails: string[] = []
    await deliverDue({
      database,
      publicUrl: 'https://clinic.example',
      report: () => {},
      mintLink,
      postman: { deliver: async ({ text }) => void mails.push(text) },
    })
    const [, token] = mails.join('\n').match(/https:\S*?([\w.-]{40,})/) ?? []
    const accepted = await new Client(app).ask('PUT', '/api/invitation', {
      token,
      password: 'seven quiet otters by a lake',
    })
    expect([accepted.statusCode, accepted.body]).toEqual([204, ''])
    expect(await newest(`operation=acceptInvitation&member=${id}`)).toMatchObject({
      member: { id, name: 'Nina Rossi' },
      detail: { email: 'nina@clinic.example', member: id },
    })
  })

  test('a changed address is in the log as it was and as it is, with the invitation that it ends', async () => {
    const added = await mara.ask('POST', '/api/members', {
      kind: 'administrative',
      name: 'Omar Aziz',
      email: 'omar@clinic.example',
    })
    const { id } = added.json<{ id: string }>()
    await mara.ask('POST', `/api/members/${id}/invite`, {})
    await editMember(id, { email: 'omar.aziz@clinic.example', name: 'Omar al-Aziz' })
    expect(await newest(`operation=editMember&record=${id}`)).toMatchObject({
      words:
        `${maraName} renamed Omar Aziz to Omar al-Aziz and changed the e-mail address of Omar Aziz ` +
        'from omar@clinic.example to omar.aziz@clinic.example',
      detail: { emailWas: 'omar@clinic.example', emailIs: 'omar.aziz@clinic.example' },
    })
    await mara.ask('POST', `/api/members/${id}/invite`, {})
    expect((await mara.ask('POST', `/api/members/${id}/archive`, { confirmed: true })).statusCode).toBe(204)
    expect(await newest(`operation=archiveMember&record=${id}`)).toMatchObject({
      words: `${maraName} removed Omar al-Aziz`,
      detail: { withdrawnInvitations: ['omar.aziz@clinic.example'] },
    })
  })

  test('a tag that is merged or deleted is in the log with its label', async () => {
    const add = async (label: string) =>
      (await mara.ask('POST', '/api/tags', { label })).json<{ id: string }>().id
    const [from, into] = [await add('Ortho'), await add('Orthodontics')]
    expect((await mara.ask('POST', `/api/tags/${from}/merge`, { into })).statusCode).toBe(200)
    expect((await newest(`operation=mergeTag&record=${from}`)).detail).toMatchObject({
      label: 'Ortho',
      intoLabel: 'Orthodontics',
    })
    expect((await mara.ask('DELETE', `/api/tags/${into}`)).statusCode).toBe(200)
    expect((await newest(`operation=deleteTag&record=${into}`)).detail).toMatchObject({
      label: 'Orthodontics',
    })
  })

  test('a role that was given keeps the name it had, also when it is renamed and deleted', async () => {
    const made = await mara.ask('POST', '/api/roles', { label: 'Front desk', permissions: [] })
    const { id } = made.json<{ id: string }>()
    const given = await mara.ask('POST', '/api/members/ana/grants', { role: id })
    expect(given.statusCode).toBe(201)
    const { grant } = given.json<{ grant: string }>()
    const renamed = await mara.ask('PATCH', `/api/roles/${id}`, { label: 'Cleaner' }, 1)
    expect([renamed.statusCode, renamed.body]).toEqual([200, expect.anything()])
    expect((await mara.ask('DELETE', `/api/members/ana/grants/${grant}`)).statusCode).toBe(204)
    expect((await mara.ask('DELETE', `/api/roles/${id}`)).statusCode).toBe(204)
    const words = async (operation: string) => (await newest(`operation=${operation}&record=${id}`)).words
    expect((await newest('operation=grantRole&record=ana')).words).toBe(
      `${maraName} gave ${ana} the role Front desk`,
    )
    expect(await words('editRole')).toBe(`${maraName} renamed the role Front desk to Cleaner`)
    expect((await newest('operation=revokeGrant&record=ana')).words).toBe(
      `${maraName} removed the role Cleaner from ${ana}`,
    )
    expect(await words('deleteRole')).toBe(`${maraName} deleted the role Cleaner`)
  })
})

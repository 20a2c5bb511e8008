import { describe, expect, test } from 'vitest'
import { defineCatalog } from './catalog.ts'
import { unmetNeeds } from './needs.ts'
import { practiceCatalog } from './practice-catalog.ts'

const { kinds, permissions, roles, modules, jobTitles } = practiceCatalog

describe('the catalogue of a practice', () => {
  test('has the thirty published permissions, forty-four kinds, eight modules and thirteen roles', () => {
    const published = Object.values(permissions).filter((permission) => permission.published)
    expect(published).toHaveLength(30)
    expect(Object.keys(kinds)).toHaveLength(44)
    expect(Object.keys(modules)).toHaveLength(8)
    expect(Object.keys(roles)).toHaveLength(13)
  })

  test('marks as account everything on administrative kinds, and four more', () => {
    for (const [id, permission] of Object.entries(permissions)) {
      const administrative = permission.covers.some(({ kind }) => kinds[kind]?.module === 'administrative')
      const named = ['analytics.view', 'payouts.view', 'tags.manage', 'tags.restrict'].includes(id)
      expect([id, permission.mark]).toEqual([id, administrative || named ? 'account' : 'record'])
    }
  })

  test('leaves no permission of a ready-made role without what it needs', () => {
    const unmet = Object.entries(roles).flatMap(([id, role]) =>
      unmetNeeds(practiceCatalog, role.permissions).map(({ permission }) => `${id}: ${permission}`),
    )
    expect(unmet).toEqual([])
  })

  test('gives every act a permission, but for what is one’s own', () => {
    const uncovered = [...practiceCatalog.cellsOf.values()].flat().filter(({ covers }) => covers.length === 0)
    expect(uncovered.map(({ kind, act }) => `${kind}: ${act}`)).toEqual([
      'account: view',
      'account: edit',
      'notificationSettings: view',
      'notificationSettings: edit',
    ])
  })

  test('recommends by job title only roles that fit the kind it recommends', () => {
    for (const title of Object.values(jobTitles))
      for (const id of title.roles) expect(roles[id]?.fits).toContain(title.kind)
  })

  test('says what each permission does in one sentence', () => {
    for (const { meaning } of Object.values(permissions)) expect(meaning).toMatch(/^[A-Z][^.]+$/)
  })
})

describe('a need', () => {
  test('is met by any permission that covers the acts', () => {
    expect(unmetNeeds(practiceCatalog, ['appointments.manage', 'patients.manage'])).toEqual([])
    expect(unmetNeeds(practiceCatalog, ['appointments.manage', 'patients.view'])).toEqual([])
  })

  test('that is not met names what would meet it', () => {
    const [unmet] = unmetNeeds(practiceCatalog, ['notes.sign', 'patients.view'])
    expect(unmet).toMatchObject({ permission: 'notes.sign', metBy: ['notes.view', 'notes.viewOwn'] })
  })

  test('of a permission the catalogue does not know is not asked', () => {
    expect(unmetNeeds(practiceCatalog, ['unheard.of'])).toEqual([])
  })
})

describe('a catalogue that contradicts itself', () => {
  const tables = { ...practiceCatalog }

  test('stops with a sentence about a permission on an act that is none', () => {
    const wrong = { ...practiceCatalog.permissions['notes.view'], covers: [{ kind: 'note', acts: ['burn'] }] }
    const permission = {
      label: 'x',
      meaning: 'x',
      mark: 'record',
      needs: [],
      published: false,
      ...wrong,
    } as const
    expect(() => defineCatalog({ ...tables, permissions: { 'notes.burn': permission }, roles: {} })).toThrow(
      'the permission `notes.burn` names no act: `note: burn`; add it to the kind',
    )
  })

  test('stops with a sentence about a kind in no module, a role with no permission', () => {
    expect(() => defineCatalog({ ...tables, modules: {} })).toThrow(
      'the kind `patient` names no module: `general`; add it to the modules',
    )
    expect(() => defineCatalog({ ...tables, permissions: {} })).toThrow(
      'the role `system-admin` names no permission: `patients.manage`; add it to the permissions',
    )
  })
})

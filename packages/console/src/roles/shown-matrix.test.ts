import type { RoleMatrix } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { type Filters, shownMatrix } from './shown-matrix.ts'

const matrix: RoleMatrix = {
  roles: [
    { id: 'a', label: 'A', holders: 1 },
    { id: 'b', label: 'B', holders: 0 },
    { id: 'c', label: 'C', holders: 2 },
  ],
  modules: [
    {
      module: 'clinical',
      label: 'Clinical',
      state: 'on',
      permissions: [
        row('read', 'Read notes', [true, true, false]),
        row('sign', 'Sign notes', [true, false, false]),
      ],
    },
    {
      module: 'billing',
      label: 'Billing',
      state: 'off',
      permissions: [row('pay', 'Payments', [true, true, true])],
    },
  ],
}

function row(id: string, label: string, cells: boolean[]) {
  return { id, label, meaning: `${label}, in short`, published: true, mark: 'record' as const, cells }
}

const nothing: Filters = { search: '', differs: false, has: undefined, roles: [] }

function shown(filters: Partial<Filters>) {
  const { roles, modules } = shownMatrix(matrix, { ...nothing, ...filters })
  return [
    roles.map(({ id }) => id).join(),
    modules.flatMap(({ permissions }) =>
      permissions.map(({ id, cells }) => `${id} ${cells.map(Number).join('')}`),
    ),
  ]
}

test('shows everything without a filter', () => {
  expect(shownMatrix(matrix, nothing)).toEqual(matrix)
})

test('filters roles by permission', () => {
  expect(shown({ has: 'read' })).toEqual(['a,b', ['read 11', 'sign 10', 'pay 11']])
})

test('only differences leaves the rows in which the shown roles differ', () => {
  expect(shown({ differs: true })).toEqual(['a,b,c', ['read 110', 'sign 100']])
  expect(shown({ differs: true, roles: ['a', 'b'] })).toEqual(['a,b', ['sign 10']])
})

test('a search looks at names, meanings and modules', () => {
  expect(shown({ search: 'SIGN short' })).toEqual(['a,b,c', ['sign 100']])
  expect(shown({ search: 'billing' })).toEqual(['a,b,c', ['pay 111']])
  expect(shown({ search: 'nothing like it' })).toEqual(['a,b,c', []])
})

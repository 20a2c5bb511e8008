import { expect, test } from 'vitest'
import { viewerGroups } from './viewer-groups.ts'

const chen = { id: 'chen', name: 'Dr Wei Chen', kind: 'practitioner', actingFor: [] }
const ana = { id: 'ana', name: 'Ana Silva', kind: 'administrative', actingFor: [] }
const vera = { id: 'vera', name: 'Vera Santos', kind: 'assistant', actingFor: [chen] }

function shown(groups: ReturnType<typeof viewerGroups>) {
  return groups.map(({ id, people }) => [id, ...people.map(({ name, aside }) => aside ?? name)])
}

test('people are put together by how they see a patient, and nobody twice', () => {
  expect(shown(viewerGroups([chen, ana, vera], [chen], undefined))).toEqual([
    ['treats', 'Dr Wei Chen'],
    ['team', 'Ana Silva'],
    ['acting', 'for Dr Wei Chen'],
  ])
})

test('who treats a patient and cannot see them is shut out', () => {
  const tanaka = { id: 'tanaka', name: 'Dr Haruto Tanaka' }
  expect(shown(viewerGroups([ana], [tanaka], undefined))).toEqual([
    ['team', 'Ana Silva'],
    ['shut-out', 'Dr Haruto Tanaka'],
  ])
})

test('where everybody is known, all others are shut out', () => {
  const bo = { id: 'bo', name: 'Bo Andersen' }
  expect(shown(viewerGroups([chen], [chen], [chen, bo]))).toEqual([
    ['treats', 'Dr Wei Chen'],
    ['shut-out', 'Bo Andersen'],
  ])
})

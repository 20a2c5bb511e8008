import { expect, test } from 'vitest'
import { abilitiesIn } from './abilities-in.ts'

const act = (kind: string, name: string, reach: 'everywhere' | 'some') => ({
  kind,
  kindLabel: kind,
  act: name,
  reach,
  words: '',
  sentence: '',
  through: [],
})

test('acts on one kind with the same reach are one line, under their module', () => {
  expect(
    abilitiesIn([
      act('patient', 'view', 'some'),
      act('invoice', 'view', 'everywhere'),
      act('patient', 'edit', 'some'),
      act('patient', 'create', 'everywhere'),
    ]),
  ).toEqual([
    {
      area: 'General',
      abilities: [
        { kind: 'patient', acts: ['view', 'edit'], isSome: true },
        { kind: 'patient', acts: ['create'], isSome: false },
      ],
    },
    { area: 'Billing', abilities: [{ kind: 'invoice', acts: ['view'], isSome: false }] },
  ])
})

test('one’s own account is not some of the accounts', () => {
  const [general] = abilitiesIn([act('account', 'view', 'some')])
  expect(general?.abilities).toEqual([{ kind: 'account', acts: ['view'], isSome: false }])
})

import { expect, test } from 'vitest'
import { factsOf } from './changes.tsx'

test('details become names and words', () => {
  expect(
    factsOf(
      {
        version: 3,
        dryRun: false,
        limits: { hidePrices: true, 'own-notes-only': null },
        roles: ['biller', 'provider'],
        at: [],
        status: 'noshow',
        because: 'no-such-record',
        entries: [{ level: 'view', section: 'notes' }],
      },
      [],
    ),
  ).toEqual([
    { name: 'Version', value: '3' },
    { name: 'Preview only', value: 'no' },
    { name: 'Limits, hide prices', value: 'yes' },
    { name: 'Limits, own notes only', value: 'none' },
    { name: 'Roles', value: 'biller, provider' },
    { name: 'At', value: 'none' },
    { name: 'Status', value: 'no-show' },
    { name: 'Because', value: 'record not found' },
    { name: 'Entries', value: 'level: view, section: notes' },
  ])
})

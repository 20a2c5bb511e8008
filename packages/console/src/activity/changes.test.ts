import { expect, test } from 'vitest'
import { factsOf } from './changes.tsx'

test('what was noted becomes names and words', () => {
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
    { name: 'Only tried, nothing was kept', value: 'no' },
    { name: 'Limits, hide prices', value: 'yes' },
    { name: 'Limits, own notes only', value: 'none' },
    { name: 'Roles', value: 'biller, provider' },
    { name: 'At', value: 'none' },
    { name: 'Status', value: 'did not come' },
    { name: 'Because', value: 'nothing has this id' },
    { name: 'Entries', value: 'level: view, section: notes' },
  ])
})

import type { Appointment, Calendar } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { dayColumns, weekColumns } from './columns.tsx'

const day = '2026-11-21'

function appointment(practitioner: string, start: string): Appointment {
  return {
    id: `${practitioner} ${start}`,
    start,
    end: new Date(Date.parse(start) + 1_800_000).toISOString(),
    patient: { id: 'p1', family: 'Doe', given: 'Jo' },
    practitioner: { id: practitioner, name: practitioner },
    author: null,
    location: null,
    status: 'booked',
    description: '',
    version: 1,
  }
}

function calendar(...appointments: readonly Appointment[]): Calendar {
  return { appointments: [...appointments], busy: [] }
}

const common = { timeZone: 'Europe/Berlin', isBookable: () => true }

function idsOfDay(people: number, data: Calendar, practitioner?: string) {
  const named = Array.from({ length: people }, (_, index) => ({ id: `d${index}`, name: `D${index}` }))
  const { columns, left } = dayColumns({
    ...common,
    data,
    day,
    people: named,
    practitioner,
    own: (id) => id === 'd3',
  })
  return [columns.map(({ id }) => id), left]
}

test('a day has a column for each calendar that is open, and for who has something there all the same', () => {
  expect(idsOfDay(2, calendar(appointment('left', '2026-11-21T09:00:00Z')))).toEqual([
    ['d0', 'd1', 'left'],
    0,
  ])
  expect(idsOfDay(2, calendar(), 'd1')).toEqual([['d1'], 0])
})

test('of many calendars those are shown in which something lies, and one’s own', () => {
  expect(idsOfDay(12, calendar())[1]).toBe(0)
  expect(idsOfDay(40, calendar(appointment('d20', '2026-11-21T09:00:00Z')))).toEqual([['d3', 'd20'], 38])
})

test('a week has seven columns, or five where nobody works at its end', () => {
  const days = (data: Calendar, weekend: boolean) =>
    weekColumns({
      ...common,
      data,
      monday: '2026-11-16',
      practitioner: undefined,
      weekend,
      openDay: () => {},
    }).map(({ id, appointments }) => [id.slice(8), appointments.length])
  expect(days(calendar(), true)).toHaveLength(7)
  expect(days(calendar(), false).map(([one]) => one)).toEqual(['16', '17', '18', '19', '20'])
  // In Berlin it is Saturday by then.
  expect(days(calendar(appointment('d1', '2026-11-20T23:30:00Z')), false).at(-1)).toEqual(['21', 1])
})

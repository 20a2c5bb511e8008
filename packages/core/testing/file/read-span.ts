import type { Instant, Span } from '../../src/policy/policy.ts'
import { complainOfValue, expected, quoted, type Reader, shape } from './read-value.ts'
import { type Tree, under } from './tree.ts'

const sample = '2026-11-21T09:00:00Z'
const iso = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d(?:\.\d{1,3})?))?(Z|[+-]\d\d:\d\d)$/
const isoWithoutZone = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/

/** A date and time with its zone, exactly as ISO 8601 writes it. Nothing is rolled over: 30 February is an error. */
export const instant: Reader<Instant> = (tree, reading) => {
  if (tree.is !== 'text') return expected('a date', sample, tree, reading)
  if (isoWithoutZone.test(tree.text))
    return reading.complaints.add(
      tree.at,
      `the date ${quoted(tree.text)} has no zone; write it as \`${sample}\``,
    )
  const parts = iso.exec(tree.text)
  const instant = parts === null ? undefined : instantOf(parts)
  if (instant !== undefined) return instant
  const wrong = parts === null ? 'is not a date with time and zone' : 'does not exist in the calendar'
  return reading.complaints.add(tree.at, `${quoted(tree.text)} ${wrong}; write it as \`${sample}\``)
}

function instantOf([, day = '', time = '', seconds = '00', zone = '']: readonly string[]):
  | Instant
  | undefined {
  const [whole = '', fraction = ''] = seconds.split('.')
  const local = `${day}T${time}:${whole}.${fraction.padEnd(3, '0')}Z`
  const instant = Date.parse(local)
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== local) return undefined
  if (zone === 'Z') return instant
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  if (hours > 23 || minutes > 59) return undefined
  const offset = (hours * 60 + minutes) * 60_000
  return zone.startsWith('-') ? instant + offset : instant - offset
}

export const spanFields = { from: instant, until: instant }

/** A reader of something that holds only for a time: refuses a time that ends before it begins. */
export function spanned<T extends Span>(reader: Reader<T>): Reader<T> {
  return (tree, reading) => {
    const value = reader(tree, reading)
    if (value?.from !== undefined && value.until !== undefined && value.until <= value.from)
      complainOfValue(
        tree,
        'until',
        `the end ${sourceOf(tree)} is not after \`from\`; swap or correct them`,
        reading,
      )
    return value
  }
}

function sourceOf(tree: Tree): string {
  const until = under(tree, 'until')
  return until?.is === 'text' ? quoted(until.text) : ''
}

const someTime = spanned(shape('a time', `{ from: ${sample} }`, {}, spanFields))

/** A limit that is on (`true`), off (`false`) or on for a time. On is the time it holds; off is `false`. */
export const flag: Reader<Span | false> = (tree, reading) => {
  if (tree.is === 'truth') return tree.value ? {} : false
  if (tree.is === 'map') return someTime(tree, reading)
  return expected('`true`, `false` or a time', 'true', tree, reading)
}

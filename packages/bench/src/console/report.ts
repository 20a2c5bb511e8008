import { table } from '../serving/table.ts'
import type { ConsoleResult } from './console.ts'
import { medianFirst } from './first-rows.ts'
import { type Frames, wantedFrame } from './frames.ts'

const wanted = { bytes: 250_000, seconds: 1, inTime: 0.95, search: 500 }

export function report({
  machine,
  patients,
  roles,
  first,
  list,
  rows,
  matrixDown,
  matrixAcross,
  searches,
}: ConsoleResult): string {
  const ofMiddle = (all: readonly Frames[]) =>
    all.toSorted((one, other) => one.inTime - other.inTime)[all.length >> 1]
  const scrolls = [
    [`the patients, ${number.format(rows)} rows of ${number.format(patients)}`, ofMiddle(list)],
    [`the table of ${roles} roles, down`, ofMiddle(matrixDown)],
    [`the table of ${roles} roles, across`, ofMiddle(matrixAcross)],
  ] as const
  const [cold = Number.NaN] = first.cold
  const [warm = Number.NaN] = first.warm
  return [
    '# The console',
    machine.sentence,
    'The console as it is built, the whole server with its log on the disk, and a headless Chromium that draws without a graphics card; all share the cores. Names, rows and cells were compared with the tables, read beside the server.',
    '## The first rows',
    `Of ${number.format(patients)} patients. ${first.cold.length} rounds: the median, and from the least to the most.`,
    table(
      ['', 'measured', 'wanted', ''],
      [
        [
          `sent until the first rows, compressed, ${first.files} files`,
          `${(first.sent / 1000).toFixed(0)} kB`,
          `at most ${wanted.bytes / 1000} kB`,
          reached(first.sent <= wanted.bytes),
        ],
        [
          'in a browser that was never here',
          `${(cold / 1000).toFixed(2)} s (${spread(first.cold)})`,
          `under ${wanted.seconds} s`,
          reached(cold < wanted.seconds * 1000),
        ],
        [
          'with the files of before',
          `${(warm / 1000).toFixed(2)} s (${spread(first.warm)})`,
          `under ${wanted.seconds} s`,
          reached(warm < wanted.seconds * 1000),
        ],
      ],
    ),
    '## Scrolling',
    `Turning the wheel, ${list.length} rounds, the middle one. A frame is in time when it takes at most ${wantedFrame} ms; a stutter takes 50 ms or more. Processor time is what the page's own thread worked for a frame, wherever others kept it from the processor: by it a frame is in time at 16.7 ms.`,
    table(
      [
        '',
        'frames a second',
        'frames',
        'in time',
        'p50 ms',
        'p99 ms',
        'longest ms',
        'stutters',
        'processor p50 ms',
        'p99 ms',
        'in time by it',
        `wanted ${wanted.inTime * 100} % by it`,
      ],
      scrolls.map(([what, frames]) =>
        frames === undefined
          ? [what]
          : [
              what,
              frames.perSecond.toFixed(1),
              `${frames.count}`,
              `${(frames.inTime * 100).toFixed(1)} %`,
              frames.p50.toFixed(1),
              frames.p99.toFixed(1),
              frames.longest.toFixed(1),
              `${frames.stutters}`,
              frames.processor.p50.toFixed(1),
              frames.processor.p99.toFixed(1),
              `${(frames.processor.inTime * 100).toFixed(1)} %`,
              reached(frames.processor.inTime >= wanted.inTime),
            ],
      ),
    ),
    '## Searching as one types',
    'Milliseconds from the last key of a word to its first row on the screen, the pause that tells the last key from one in between included.',
    table(
      ['typed', 'matches', 'median ms', 'least–most', `wanted under ${wanted.search} ms`],
      searches.map(({ word, matches, times }) => {
        const [median = Number.NaN] = medianFirst(times)
        return [
          `\`${word}\``,
          number.format(matches),
          median.toFixed(0),
          `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`,
          reached(median < wanted.search),
        ]
      }),
    ),
    '',
  ].join('\n\n')
}

const number = new Intl.NumberFormat('en')

function reached(is: boolean): string {
  return is ? 'reached' : '**not reached**'
}

function spread(times: readonly number[]): string {
  return `${(Math.min(...times) / 1000).toFixed(2)}–${(Math.max(...times) / 1000).toFixed(2)}`
}

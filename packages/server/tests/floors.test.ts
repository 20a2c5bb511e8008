import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/**
 * The house, from the ground up. A file imports what is on its own floor or below; rooms that are not named here are
 * domains. `handler.ts` and `server-parts.ts` say with types alone what a domain has to give and what it gets, so they
 * are imported from above as types.
 */
const floors: readonly (readonly string[])[] = [
  ['database', 'background-work.ts'],
  ['audit', 'delivery'],
  ['access', 'lists', 'policy'],
  ['the domains'],
  ['request', 'activity'],
  ['http'],
  ['handlers.ts', 'server-parts.ts', 'configuration.ts'],
  ['commands'],
  ['main.ts', 'rolecall.ts'],
]
const typesOfHandlers = ['request/handler.ts', 'server-parts.ts']

const source = join(import.meta.dirname, '../src')

interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

const imports = globSync('**/*.ts', { cwd: source })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap(importsOf)

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(source, file), 'utf8')
  return Array.from(
    text.matchAll(/^(?:import|export)( type)? ?([^'"]*?) ?(?:from )?'(\.[^']+)'/gms),
    ([, type, names = '', path = '']) => ({
      from: file,
      to: relative(source, join(source, dirname(file), path)),
      isType: type !== undefined || hasOnlyTypes(names),
    }),
  )
}

function hasOnlyTypes(names: string): boolean {
  return /^\{( *type \w+( as \w+)?,?)+ *\}$/.test(names.replaceAll(/\s+/g, ' '))
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file
}

function floorOf(file: string): number {
  const floor = floors.findIndex((rooms) => rooms.includes(roomOf(file)))
  return floor === -1 ? floors.findIndex((rooms) => rooms.includes('the domains')) : floor
}

test('imports are found', () => {
  expect(imports.length).toBeGreaterThan(1000)
  expect(imports.some(({ isType }) => isType)).toBe(true)
})

test('no import runs up', () => {
  const up = imports.filter(
    ({ from, to, isType }) => floorOf(to) > floorOf(from) && !(isType && typesOfHandlers.includes(to)),
  )
  expect(up).toEqual([])
})

test('no two rooms import each other by value', () => {
  const pairs = new Map<string, Import>()
  for (const one of imports)
    if (!one.isType && roomOf(one.from) !== roomOf(one.to))
      pairs.set(`${roomOf(one.from)} ${roomOf(one.to)}`, one)
  const circles = [...pairs].flatMap(([pair, one]) => {
    const back = pairs.get(pair.split(' ').reverse().join(' '))
    return back === undefined ? [] : [[one, back]]
  })
  expect(circles).toEqual([])
})

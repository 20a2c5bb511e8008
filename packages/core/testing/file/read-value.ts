/**
 * Readers for the shapes every part of a file is made of. A reader turns a tree into a value, or complains and answers undefined.
 */
import type { Catalog } from '../../src/catalog/catalog.ts'
import type { Instant } from '../../src/policy/policy.ts'
import type { Complaints } from './file-error.ts'
import type { Names } from './names.ts'
import { nearMiss } from './near-miss.ts'
import { placeOfKey, placeUnder, type Tree } from './tree.ts'

/** What a reader may look at besides the tree before it. */
export interface Reading {
  readonly catalog: Catalog
  readonly names: Names
  readonly complaints: Complaints
  /** The instant of the expectations; undefined when the file and its reader name none. */
  readonly now: Instant | undefined
  /** How many more near misses to look for: nobody reads the thousandth. */
  readonly suggestions: { left: number }
}

export type Reader<T> = (tree: Tree, reading: Reading) => T | undefined

/** Words in backticks, as a sentence lists them: `a`, `b` or `c`. */
export function listing(words: readonly string[], last = 'or'): string {
  const quoted = words.map((word) => `\`${word}\``)
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`
}

/** What a terminal obeys, or what cannot be seen at all, as `\u{200b}`. */
function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}

/** Input as an error repeats it: one line, not too long, nothing that cannot be seen, no backtick of its own. */
export function quoted(text: string): string {
  const line = escaped(text.replace(/[\t\n\v\f\r ]+/g, ' ')).replaceAll('`', "'")
  return `\`${line.length > 60 ? `${line.slice(0, 60).toWellFormed()}...` : line}\``
}

/** Complain about a tree of the wrong type. */
export function expected(what: string, sample: string, tree: Tree, { complaints }: Reading): undefined {
  complaints.add(tree.at, `expected ${what}, found ${found(tree)}; write for example \`${sample}\``)
}

function found(tree: Tree): string {
  switch (tree.is) {
    case 'map':
      return 'a map'
    case 'list':
      return 'a list'
    case 'text':
      return `the text ${quoted(tree.text)}`
    case 'number':
      return `the number ${quoted(tree.source)}`
    case 'truth':
      return quoted(tree.source)
    case 'nothing':
      return 'nothing'
  }
}

/** How to go on from a word that is not known: the one that was meant, or else the advice. */
export function orMeant(
  word: string,
  known: Iterable<string>,
  advice: string,
  { suggestions }: Reading,
): string {
  const meant = suggestions.left-- > 0 ? nearMiss(word, known) : undefined
  return meant === undefined ? `; ${advice}` : `; did you mean \`${meant}\`?`
}

export const truth: Reader<boolean> = (tree, reading) =>
  tree.is === 'truth' ? tree.value : expected('`true` or `false`', 'true', tree, reading)

/** Free text. */
export function text(what: string, sample: string): Reader<string> {
  return (tree, reading) => {
    if (tree.is === 'text' && tree.text.trim() !== '') return tree.text
    if (tree.is !== 'number') return expected(what, sample, tree, reading)
    return reading.complaints.add(
      tree.at,
      `expected ${what}, found the number ${quoted(tree.source)}; put quotes around it`,
    )
  }
}

/** The id of something: text without space around it. YAML's numbers and truths are asked for quotes. */
export function id(what: string): Reader<string> {
  return (tree, reading) => {
    if (tree.is === 'truth' || tree.is === 'number')
      return reading.complaints.add(
        tree.at,
        `the id of a ${what} is text, and ${quoted(tree.source)} is not read as text; put quotes around it: \`'${tree.source}'\``,
      )
    if (tree.is !== 'text') return expected(`the id of a ${what}`, 'one-word', tree, reading)
    if (tree.text === tree.text.trim() && tree.text !== '' && !/\p{Cc}/u.test(tree.text)) return tree.text
    return reading.complaints.add(
      tree.at,
      `the id ${quoted(tree.text)} of a ${what} is empty or has blanks around it or line breaks; write one word`,
    )
  }
}

/** One of a few words. */
export function oneOf<T extends string>(what: string, words: readonly T[]): Reader<T> {
  return (tree, reading) => {
    if (tree.is !== 'text') return expected(`a ${what}`, words[0] ?? '', tree, reading)
    const word = words.find((each) => each === tree.text)
    if (word !== undefined) return word
    const meant = orMeant(tree.text, words, `use ${listing(words)}`, reading)
    return reading.complaints.add(tree.at, `unknown ${what} ${quoted(tree.text)}${meant}`)
  }
}

export function listOf<T>(what: string, sample: string, reader: Reader<T>): Reader<readonly T[]> {
  return (tree, reading) => {
    if (tree.is !== 'list') return expected(what, sample, tree, reading)
    return tree.items.flatMap((item) => {
      const value = reader(item, reading)
      return value === undefined ? [] : [value]
    })
  }
}

/** A list in which nothing stands twice. */
export function setOf(what: string, sample: string, reader: Reader<string>): Reader<readonly string[]> {
  return (tree, reading) => {
    if (tree.is !== 'list') return expected(what, sample, tree, reading)
    const values = new Set<string>()
    for (const item of tree.items) {
      const value = reader(item, reading)
      if (value === undefined) continue
      if (values.has(value)) reading.complaints.add(item.at, `${quoted(value)} is listed twice; remove one`)
      values.add(value)
    }
    return [...values]
  }
}

/** A map whose keys are read like any other word. */
export function mapOf<T>(
  what: string,
  sample: string,
  key: Reader<string>,
  value: (key: string) => Reader<T>,
): Reader<ReadonlyMap<string, T>> {
  return (tree, reading) => {
    if (tree.is !== 'map') return expected(what, sample, tree, reading)
    const values = new Map<string, T>()
    for (const [word, entry] of tree.entries) {
      key({ is: 'text', at: entry.at, text: word }, reading)
      const read = value(word)(entry.value, reading)
      if (read !== undefined) values.set(word, read)
    }
    return values
  }
}

type Fields = Readonly<Record<string, Reader<unknown>>>
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Reader<infer T> ? T : never }

/** A map with keys of its own. An optional key that is missing, or was complained about, is missing from the value. */
export function shape<R extends Fields, O extends Fields>(
  what: string,
  sample: string,
  required: R,
  optional: O,
): Reader<Values<R> & Partial<Values<O>>> {
  const fields = new Map(Object.entries({ ...required, ...optional }))
  return (tree, reading) => {
    if (tree.is !== 'map') return expected(what, sample, tree, reading)
    const values: Record<string, unknown> = {}
    for (const [key, entry] of tree.entries) {
      const field = fields.get(key)
      if (field === undefined) {
        const meant = orMeant(
          key,
          fields.keys(),
          `the keys are ${listing([...fields.keys()], 'and')}`,
          reading,
        )
        reading.complaints.add(entry.at, `unknown key ${quoted(key)} in ${what}${meant}`)
        continue
      }
      const value = field(entry.value, reading)
      if (value !== undefined) values[key] = value
    }
    const needed = Object.keys(required)
    for (const key of needed.filter((one) => !tree.entries.has(one)))
      reading.complaints.add(tree.at, `${what} needs \`${key}\`; write for example \`${sample}\``)
    const isWhole = needed.every((key) => key in values)
    return isWhole ? (values as Values<R> & Partial<Values<O>>) : undefined
  }
}

/** Complain about a key of a map, pointing at the key. */
export function complainOfKey(tree: Tree, key: string, sentence: string, { complaints }: Reading): void {
  complaints.add(placeOfKey(tree, key), sentence)
}

/** Complain about a value of a map, pointing at the value. */
export function complainOfValue(
  tree: Tree,
  key: string,
  sentence: string,
  { complaints }: Reading,
): undefined {
  complaints.add(placeUnder(tree, key), sentence)
}

/**
 * YAML 1.2 text into a tree of plain values with places. The only module that knows the YAML library.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { unprintable } from './decode-text.ts'
import type { Complaints } from './file-error.ts'
import type { Entry, Place, Tree } from './tree.ts'

/** The format itself is eight deep. */
const deepest = 64
/** What aliases may add to a file when each is read as if it were written out. */
const mostByAlias = 100_000

const example = 'start with `practice: { name: ... }`'

/** The tree of a file, or undefined after complaining. A file with a slip in its YAML is not read any further. */
export function parseTree(text: string, complaints: Complaints): Tree | undefined {
  const lines = new LineCounter()
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const document = onlyDocument(text, lines, place, complaints)
  if (document?.contents == null || !complaints.isEmpty) return undefined
  const planting: Planting = { place, complaints, anchors: new Map(), planted: new Map(), byAlias: 0 }
  const tree = plant(document.contents, planting, 0)
  return complaints.isEmpty ? tree?.tree : undefined
}

function onlyDocument(text: string, lines: LineCounter, place: PlaceOf, complaints: Complaints) {
  const documents = documentsOf(text, lines)
  const [document, second] = documents
  if (
    document === undefined ||
    (document.contents === null && second === undefined && document.errors.length === 0)
  )
    return complaints.add(place(0), `the file is empty; ${example}`)
  for (const { errors, warnings } of documents)
    for (const slip of [...errors, ...warnings]) complaints.add(place(slip.pos[0]), sentenceOf(slip))
  if (document.directives?.yaml.version !== '1.2')
    complaints.add(place(0), 'a practice file is YAML 1.2; remove the `%YAML` directive')
  if (second !== undefined)
    complaints.add(
      place(second.range[0]),
      'the file holds several documents; keep one and remove the `---` between them',
    )
  return document
}

function documentsOf(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    lineCounter,
    version: '1.2',
    schema: 'core',
    merge: false,
    // Ours are found while planting: all of them, in a sentence, and without comparing each key with each.
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
    logLevel: 'silent',
  })
  return 'empty' in documents ? [] : documents
}

/** What the library says of the commonest slips, in our words; the rest keeps its words. */
function sentenceOf({ code, message }: YAMLError): string {
  const open = /must be .*end with a (.)$/.exec(message)?.[1]
  if (open !== undefined)
    return `a bracket is never closed, or what is in it is not indented; add \`${open}\` or indent`
  if (message.startsWith('Missing closing'))
    return 'a quoted text is never closed; add the quote where it ends'
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent YAML; use spaces'
    case 'RESOURCE_EXHAUSTION':
      return tooDeep
    case 'TAG_RESOLVE_FAILED':
      return noTags
    default:
      return `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/[.:\s]+$/, '')}; correct it here`
  }
}

const noTags = 'YAML tags are not part of the format; remove the tag'
const coreTag = /^tag:yaml\.org,2002:(str|map|seq|int|float|bool|null)$/

const tooDeep = `the file is nested deeper than ${deepest} levels; nothing in a practice file is, so check the brackets and the indentation`

type PlaceOf = (offset: number) => Place

interface Planted {
  readonly tree: Tree
  /** How many values it stands for when every alias is written out. */
  readonly size: number
}

interface Planting {
  readonly place: PlaceOf
  readonly complaints: Complaints
  readonly anchors: Map<string, Node>
  /** What an anchor's node became; missing while it is still growing. */
  readonly planted: Map<Node, Planted>
  byAlias: number
}

function plant(node: Node, planting: Planting, depth: number): Planted | undefined {
  const at = planting.place(node.range?.[0] ?? 0)
  if (depth > deepest) return planting.complaints.add(at, tooDeep)
  if (isAlias(node)) return plantAlias(node.source, at, planting)
  const { anchor, tag } = node as ParsedNode & { anchor?: string }
  if (tag !== undefined && !coreTag.test(tag)) return planting.complaints.add(at, noTags)
  if (anchor !== undefined) planting.anchors.set(anchor, node)
  const planted = plantValue(node, at, planting, depth)
  if (anchor !== undefined && planted !== undefined) planting.planted.set(node, planted)
  return planted
}

function plantAlias(name: string, at: Place, planting: Planting): Planted | undefined {
  const node = planting.anchors.get(name)
  if (node === undefined)
    return planting.complaints.add(at, `unknown alias \`*${name}\`; put the anchor \`&${name}\` before it`)
  const planted = planting.planted.get(node)
  if (planted === undefined)
    return planting.complaints.add(
      at,
      `the alias \`*${name}\` stands inside what it repeats; write the value out`,
    )
  if (planting.byAlias > mostByAlias) return undefined
  planting.byAlias += planted.size
  if (planting.byAlias > mostByAlias)
    return planting.complaints.add(
      at,
      `aliases repeat more than ${mostByAlias} values up to \`*${name}\`; write fewer of them`,
    )
  return planted
}

function plantValue(node: Node, at: Place, planting: Planting, depth: number): Planted | undefined {
  if (isMap(node)) return plantMap(node, at, planting, depth)
  if (isSeq(node)) {
    const grown = node.items.map((item) => plant(item as Node, planting, depth + 1))
    const items = grown.flatMap((each) => (each === undefined ? [] : [each.tree]))
    return { tree: { is: 'list', at, items }, size: sizeOf(grown) }
  }
  if (isScalar(node)) return plantScalar(node, at, planting)
  return undefined
}

function plantMap(map: YAMLMap, at: Place, planting: Planting, depth: number): Planted {
  const entries = new Map<string, Entry>()
  const grown: (Planted | undefined)[] = []
  for (const pair of map.items) {
    const key = plantKey(pair.key as Node | null, at, planting)
    const value = plantPairValue(pair.value as Node | null, key?.at ?? at, planting, depth)
    grown.push(value)
    if (key === undefined || value === undefined) continue
    const before = entries.get(key.text)
    if (before === undefined) entries.set(key.text, { at: key.at, value: value.tree })
    else
      planting.complaints.add(
        key.at,
        `duplicate key \`${key.text}\`; it already stands in line ${before.at.line}, so rename or remove one`,
      )
  }
  return { tree: { is: 'map', at, entries }, size: sizeOf(grown) }
}

function plantPairValue(
  value: Node | null,
  at: Place,
  planting: Planting,
  depth: number,
): Planted | undefined {
  if (value === null) return { tree: { is: 'nothing', at }, size: 1 }
  return plant(value, planting, depth + 1)
}

function plantKey(node: Node | null, mapAt: Place, planting: Planting) {
  const at = node?.range == null ? mapAt : planting.place(node.range[0])
  if (isAlias(node)) {
    const repeated = plantAlias(node.source, at, planting)?.tree
    if (repeated === undefined || repeated.is === 'text') return repeated && { ...repeated, at }
    return planting.complaints.add(at, noPlainWord)
  }
  if (node === null || !isScalar(node) || node.value === null) return planting.complaints.add(at, noPlainWord)
  if (typeof node.value !== 'string')
    return planting.complaints.add(
      at,
      `the key \`${node.source ?? ''}\` is not read as text; put quotes around it`,
    )
  if (node.value === '<<' && node.type === 'PLAIN')
    return planting.complaints.add(at, 'merge keys (`<<`) are not part of YAML 1.2; write the keys out')
  const planted = plantScalar(node, at, planting)
  if (node.anchor !== undefined && planted !== undefined) {
    planting.anchors.set(node.anchor, node)
    planting.planted.set(node, planted)
  }
  return planted?.tree.is === 'text' ? planted.tree : undefined
}

const noPlainWord = 'a key must be a plain word; write `key: value`'

function plantScalar(node: Scalar, at: Place, { complaints }: Planting): Planted | undefined {
  const { value } = node
  const source = node.source ?? String(value)
  if (typeof value === 'boolean') return { tree: { is: 'truth', at, value, source }, size: 1 }
  if (typeof value === 'number') return { tree: { is: 'number', at, value, source }, size: 1 }
  if (value === null) return { tree: { is: 'nothing', at }, size: 1 }
  if (typeof value !== 'string')
    return complaints.add(at, `\`${source}\` is no value of YAML's core; write text instead`)
  if (isUnprintable(value))
    return complaints.add(at, 'this text holds a character that cannot be printed; remove the escape')
  return { tree: { is: 'text', at, text: value }, size: 1 }
}

/** Escapes can bring in what the file itself may not contain. */
function isUnprintable(text: string): boolean {
  return !text.isWellFormed() || unprintable.test(text)
}

function sizeOf(grown: readonly (Planted | undefined)[]): number {
  return grown.reduce((sum, each) => sum + (each?.size ?? 1), 1)
}

/**
 * What the documentation shows is run: every practice file holds, and what a page prints is what comes out.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../src/catalog/practice-catalog.ts'
import { checkExpectations } from './file/check.ts'
import { fileErrorLine } from './file/file-error.ts'
import { memoryEngine } from './file/memory-engine.ts'
import { readPracticeFile } from './file/read-practice-file.ts'
import { referenceEngine } from './file/reference-engine.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Those in `docs/examples/wrong` are shown for their errors. */
const examples = readdirSync(join(root, 'docs/examples')).map((name) => `docs/examples/${name}`)
const practices = examples.filter((path) => path.endsWith('.yaml'))
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/** The fenced blocks of a page in a language. */
function blocks(page: string, language: string): readonly string[] {
  const fenced = read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))
  return Array.from(fenced, ([, text = '']) => text)
}

function printed(file: string, args: readonly string[]): string {
  const { stderr, stdout } = spawnSync(process.execPath, [file, ...args], { cwd: root, encoding: 'utf8' })
  return stderr + stdout
}

describe.each(practices)('everything %s expects holds', (path) => {
  const result = readPracticeFile(read(path), { catalog: practiceCatalog, name: path })

  test('it is read without complaint', () => {
    expect(result.ok ? [] : result.errors.map(fileErrorLine)).toEqual([])
  })

  test.each([
    ['in memory', memoryEngine],
    ['by the reference', referenceEngine],
  ] as const)('%s', async (_, engineOf) => {
    if (!result.ok) throw new Error('it cannot be read')
    const checked = await checkExpectations(result.file, engineOf(result.file))
    expect(checked.filter(({ passed }) => !passed)).toEqual([])
    expect(checked.length).toBeGreaterThan(0)
  })
})

describe.each(pages)('%s', (page) => {
  test('shows whole practice files as they stand among the examples', () => {
    const files = practices.map(read)
    const whole = blocks(page, 'yaml').filter((text) => /^practice:/m.test(text))
    expect(whole.filter((text) => !files.some((file) => file.includes(text)))).toEqual([])
  })

  test('shows programs as they stand among the examples', () => {
    const programs = examples.filter((path) => path.endsWith('.ts')).map(read)
    expect(blocks(page, 'ts').filter((text) => text.includes('import ') && !programs.includes(text))).toEqual(
      [],
    )
  })

  test('prints what comes out', () => {
    for (const block of blocks(page, 'console')) {
      const [, runner, words = '', output] =
        /^\$ (npm run -s rolecall --|node) (.*)\n([\s\S]*)$/.exec(block) ?? []
      if (runner === undefined) continue
      const [file = '', ...args] =
        runner === 'node' ? [words] : ['packages/server/src/rolecall.ts', ...words.split(' ')]
      expect(printed(file, args)).toBe(output)
    }
  })

  test('links to what is there', () => {
    const links = Array.from(read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g), ([, to = '']) => to)
    expect(links.filter((to) => !existsSync(join(root, dirname(page), to)))).toEqual([])
  })

  test('links to headings that are there', () => {
    const links = Array.from(
      read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*\.md)?#([^)\s]+)\)/g),
      ([, to, heading = '']) => ({ to: to === undefined ? page : join(dirname(page), to), heading }),
    )
    expect(links.filter(({ to, heading }) => !headings(to).includes(heading))).toEqual([])
  })
})

/** As they are linked to: small letters, hyphens for spaces, no other signs. */
function headings(page: string): readonly string[] {
  return Array.from(read(page).matchAll(/^#+ (.+)$/gm), ([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

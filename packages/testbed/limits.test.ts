import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

/** The limits on functions as `biome.jsonc` has them, and the files it excepts. */
const root = join(import.meta.dirname, '../..')
const config = JSON.parse(
  readFileSync(join(root, 'biome.jsonc'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
) as Config
const limits = config.linter.rules.complexity
const folder = mkdtempSync(join(tmpdir(), 'rolecall-limits-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Config {
  readonly linter: { readonly rules: { readonly complexity: Readonly<Record<string, unknown>> } }
  readonly overrides: readonly {
    readonly includes: readonly string[]
    readonly linter?: { readonly rules: { readonly complexity?: Readonly<Record<string, unknown>> } }
  }[]
}

interface Report {
  readonly diagnostics: readonly { readonly location: { readonly path: string } }[]
}

/** The files excepted from a limit by their names. */
function exceptionsOf(rule: string): readonly string[] {
  return config.overrides
    .filter(({ linter }) => linter?.rules.complexity?.[rule] === 'off')
    .flatMap(({ includes }) => includes)
    .filter((path) => !path.includes('*'))
}

/** Those of some files that break a limit. */
function beyond(rule: string, files: readonly string[]): ReadonlySet<string> {
  const rules = { recommended: false, complexity: { [rule]: limits[rule] } }
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, linter: { rules } }))
  const { stdout, stderr } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['lint', '--config-path', folder, '--reporter=json', '--max-diagnostics=none', ...files],
    { cwd: root, encoding: 'utf8' },
  )
  if (!stdout.startsWith('{')) throw new Error(stderr)
  const { diagnostics } = JSON.parse(stdout) as Report
  return new Set(diagnostics.map(({ location }) => location.path))
}

test.each(Object.keys(limits))('every exception from %s is still needed', (rule) => {
  const files = exceptionsOf(rule)
  expect(files.length).toBeGreaterThan(0)
  const broken = beyond(rule, files)
  expect(files.filter((file) => !broken.has(file))).toEqual([])
})

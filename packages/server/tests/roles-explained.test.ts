import { readFileSync } from 'node:fs'
import { practiceCatalog } from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'
import { expect, test } from 'vitest'
import { writeDemo } from '../demo/write-demo.ts'
import { withFolder } from './with-folder.ts'

test('the people of the guide about roles are those of the demo, and what it says of them is expected', () => {
  const demo = policyIn(writeDemo(withFolder()).practice)
  const guide = policyIn(new URL('../../../docs/examples/riverside.yaml', import.meta.url))
  for (const member of guide.members) expect(member).toEqual(demo.members.find(({ id }) => id === member.id))
  expect(guide.roles).toEqual(demo.roles)
  expect(guide.modules).toEqual(demo.modules)
  expect(guide.shares).toEqual(demo.shares)
})

function policyIn(path: string | URL) {
  const read = readPracticeFile(readFileSync(path, 'utf8'), { catalog: practiceCatalog, name: String(path) })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  return read.file.policy
}

import type { RolePreview } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { previewSentences } from './preview-words.ts'

type Difference = RolePreview['differences'][number]

function difference(kind: string, act: string, change: Difference['change'], whole = false): Difference {
  const member = { id: 'ana', name: 'Ana Silva' }
  return { member, actingFor: null, kind, kindLabel: kind, act, change, whole, gained: null, lost: null }
}

test('what goes is told from what is left for fewer records, and what comes from what there is more of', () => {
  const sentences = previewSentences([
    difference('note', 'sign', 'gains', true),
    difference('patient', 'view', 'loses'),
    difference('patient', 'edit', 'loses', true),
    difference('appointment', 'view', 'gains'),
    difference('note', 'view', 'changes'),
    difference('message', 'send', 'loses'),
  ])
  expect(sentences).toEqual([
    'No longer: change patients.',
    'For fewer than before: see patients; send messages with patients.',
    'New: sign notes.',
    'For more than before: see appointments.',
    'For others than before: read notes.',
  ])
})

test('an assistant who loses an act for two practitioners is told so once', () => {
  expect(
    previewSentences([difference('note', 'view', 'loses', true), difference('note', 'view', 'loses', true)]),
  ).toEqual(['No longer: read notes.'])
})

import type { RolePreview } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { previewSentences } from './preview-words.ts'

type Difference = RolePreview['differences'][number]

function difference(kind: string, act: string, change: Difference['change'], whole = false): Difference {
  const member = { id: 'ana', name: 'Ana Silva' }
  return { member, actingFor: null, kind, kindLabel: kind, act, change, whole, gained: null, lost: null }
}

test('tells lost acts from acts on fewer records, and new acts from acts on more records', () => {
  const sentences = previewSentences([
    difference('note', 'sign', 'gains', true),
    difference('patient', 'view', 'loses'),
    difference('patient', 'edit', 'loses', true),
    difference('appointment', 'view', 'gains'),
    difference('note', 'view', 'changes'),
    difference('message', 'send', 'loses'),
  ])
  expect(sentences).toEqual([
    'Can no longer edit patients.',
    'For fewer records: see patients; send messages with patients.',
    'Can now sign notes.',
    'For more records: see appointments.',
    'For different records: read notes.',
  ])
})

test('lists an act once that an assistant loses for two practitioners', () => {
  expect(
    previewSentences([difference('note', 'view', 'loses', true), difference('note', 'view', 'loses', true)]),
  ).toEqual(['Can no longer read notes.'])
})

import { describe, expect, test } from 'vitest'
import { caslWithFunctions, caslWithMongo } from '../peers/casl-hospital.ts'
import { caslPractice } from '../peers/casl-practice.ts'
import { rolecall, rolecallInWords } from '../peers/rolecall.ts'
import { hospital } from './hospital.ts'
import { practice } from './practice.ts'
import type { World } from './world.ts'

const questions = 3000
const smallHospital = hospital({
  departments: 3,
  members: 100,
  patients: 100,
  records: 1500,
  questions,
  busy: 3,
  called: '',
})
const smallPractice = practice({ members: 60, patients: 200, records: 2500, questions })

describe.each([smallHospital, smallPractice])('$name', (world: World) => {
  const answers = world.questions.map((question) => world.oracle(question))

  test('every question is another one', () => {
    const asked = world.questions.map(
      ({ member, actingFor, act, record }) => `${member} ${actingFor} ${act} ${record.id}`,
    )
    expect(new Set(asked).size).toBe(questions)
  })

  test('about half is allowed', () => {
    const allowed = answers.filter((answer) => answer).length / answers.length
    expect(allowed).toBeGreaterThan(0.4)
    expect(allowed).toBeLessThan(0.6)
  })

  test.each([rolecall, rolecallInWords])('$name answers as the oracle', async (peer) => {
    const engine = await peer.prepare(world)
    expect(world.questions.map((question) => engine.decide(question))).toEqual(answers)
  })
})

test.each([caslWithFunctions, caslWithMongo])('$name answers as the hospital', async (peer) => {
  const engine = await peer.prepare(smallHospital)
  for (const question of smallHospital.questions)
    expect(engine.decide(question)).toBe(smallHospital.oracle(question))
})

test('casl answers as the practice', async () => {
  const engine = await caslPractice.prepare(smallPractice)
  for (const question of smallPractice.questions)
    expect(engine.decide(question)).toBe(smallPractice.oracle(question))
})

test('a hospital has 33 rules a department and five of its own', () => {
  const { rules, policy } = smallHospital
  expect(rules).toBe(3 * 33 + 5)
  expect(policy.roles.flatMap(({ permissions }) => permissions)).toHaveLength(rules)
})

test('a world is the same every time', () => {
  const again = hospital({
    departments: 3,
    members: 100,
    patients: 100,
    records: 1500,
    questions,
    busy: 3,
    called: '',
  })
  expect(again.questions).toEqual(smallHospital.questions)
})

import { budgets, type Problem } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { withSmallPractice } from '../with-small-practice.ts'

const { as } = await withSmallPractice(`
practice: { name: Exports, modules: [clinical], now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: system-admin }, { role: admin }] }
  ana: { kind: administrative, grants: [{ role: admin }], team: { all: edit } }
  una: { kind: administrative }
  new: { kind: administrative, account: false }
`)

describe('attack 15: exports and invitations without an end', () => {
  test('a person exports so often within an hour, and another person still can', async () => {
    const chen = await as('chen')
    const answers = await Promise.all(
      Array.from({ length: budgets.exports.member + 5 }, () => chen.ask('GET', '/api/patients.csv')),
    )
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 200).length).toBe(budgets.exports.member)
    const beyond = answers.find(({ statusCode }) => statusCode === 429)
    expect(beyond?.json<Problem>().detail).toBe('too many exports were made, try again within an hour')
    expect((await (await as('ana')).ask('GET', '/api/patients.csv')).statusCode).toBe(200)
  })

  test('a refused export uses none of the budget', async () => {
    const una = await as('una')
    for (let round = 0; round < budgets.exports.member + 2; round++)
      expect((await una.ask('GET', '/api/patients.csv')).statusCode).toBe(403)
  })

  test('one person is invited a few times an hour, however many invite them', async () => {
    const admins = [await as('chen'), await as('ana')]
    const statuses: number[] = []
    for (let round = 0; round < budgets.invitations.record + 2; round++) {
      const admin = admins[round % admins.length]
      const sent = await admin?.ask('POST', '/api/members/new/invite', { email: 'new@example.org' })
      statuses.push(sent?.statusCode ?? 0)
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429])
  })
})

import { accessOf, allows, type Cell, may, type Snapshot, snapshotOf } from '@rolecall/core'
import type { World } from '../worlds/world.ts'
import type { Peer } from './peer.ts'

/** As a server asks: the access of the member by their id, the act as the cell the route was made with. */
export const rolecall: Peer = {
  name: 'rolecall',
  setup: '`may(accessOf(snapshot, question), cell, record)`; the cell of an act is looked up once',
  prepare(world) {
    const snapshot = snapshotOf(world.catalog, world.policy)
    const cells = cellsOf(world)
    return {
      decide: (question) => may(accessOf(snapshot, question), cells[question.form] as Cell, question.record),
      count: (questions) => {
        let allowed = 0
        for (const question of questions)
          if (may(accessOf(snapshot, question), cells[question.form] as Cell, question.record)) allowed++
        return allowed
      },
    }
  },
}

/** The whole question in words. */
export const rolecallInWords: Peer = {
  name: 'rolecall, in words',
  setup: '`allows(snapshot, { member, act, at, record })`',
  prepare(world) {
    const snapshot: Snapshot = snapshotOf(world.catalog, world.policy)
    return {
      decide: (question) => allows(snapshot, question),
      count: (questions) => {
        let allowed = 0
        for (const question of questions) if (allows(snapshot, question)) allowed++
        return allowed
      },
    }
  },
}

function cellsOf({ catalog, forms }: World): readonly Cell[] {
  return forms.map(({ kind, act }) => {
    const cell = catalog.cells.get(kind)?.get(act)
    if (cell === undefined)
      throw new Error(`the catalogue has no act \`${kind}: ${act}\`; mend the world's forms`)
    return cell
  })
}

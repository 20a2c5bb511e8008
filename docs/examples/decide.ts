import { readFileSync } from 'node:fs'
import {
  compile,
  decide,
  explain,
  numbered,
  practiceCatalog,
  snapshotOf,
  toSql,
  whoCan,
} from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'

const name = 'docs/examples/green-street.yaml'
const read = readPracticeFile(readFileSync(name), { catalog: practiceCatalog, name })
if (!read.ok) throw new Error(read.errors.map(({ sentence }) => sentence).join('\n'))
const snapshot = snapshotOf(practiceCatalog, read.file.policy)
const at = read.file.now

// Decide one record. Facts come with the question.
const patient = { id: 'p1', careTeam: ['chen'], tags: ['green-st'], locations: ['green'] }
const record = { id: 'n1', kind: 'note', patient, owner: 'chen', state: { signed: true } }
console.log(decide(snapshot, { member: 'ana', act: 'view', record, at }))
console.log(decide(snapshot, { member: 'dee', act: 'view', record, at }))
console.log(explain(snapshot, { member: 'dee', act: 'view', record, at }).verdict)
console.log(whoCan(snapshot, { act: 'view', record, at }))

// Filter many in SQL. The columns say where your query finds the facts.
const plan = compile(snapshot, { member: 'ana', kind: 'patient', act: 'view', at })
const columns = {
  id: 'p.id',
  careTeam: 'p.care_team',
  tags: 'p.tags',
  locations: 'p.locations',
  restrictedTo: 'p.restricted_to',
  clinicalTo: 'p.clinical_to',
  createdBy: 'p.created_by',
  consentWithdrawn: 'p.consent_withdrawn',
}
console.log(plan.reach, numbered(toSql(plan, { id: 'p.id', patient: columns })))

/**
 * A plan as SQL: the same condition the test in memory is made from, so that filtering many and deciding one agree.
 *
 * Every piece is true exactly where the test is; elsewhere it may be false or NULL, which `where` treats alike.
 */
import type { Condition, PatientCondition } from '../plan/condition.ts'
import { conditionOf, type Plan } from '../plan/plan.ts'
import type { Columns, PatientColumns } from './columns.ts'
import { concat, raw, type Sql, value } from './sql.ts'

/** The rows a plan allows, as a condition for `where`. */
export function toSql(plan: Plan, columns: Columns): Sql {
  return conditionSql(conditionOf(plan), columns)
}

/** The first step a row fails, as a `text` expression: NULL where it is allowed. */
export function stepSql(plan: Plan, columns: Columns): Sql {
  if (plan.steps.length === 0) return raw('null::text')
  const cases = plan.steps.flatMap(({ step, condition }) => [
    raw(' when '),
    conditionSql(condition, columns),
    raw(` is not true then '${step}'`),
  ])
  return concat([raw('case'), ...cases, raw(' end')])
}

/** A condition as SQL, in brackets where it needs them. */
export function conditionSql(condition: Condition, columns: Columns): Sql {
  switch (condition.is) {
    case 'always':
      return raw('true')
    case 'never':
      return raw('false')
    case 'all':
      return joined(condition.of, ' and ', columns)
    case 'any':
      return joined(condition.of, ' or ', columns)
    case 'id-in':
      return isOneOf(columns.id, condition.ids)
    case 'owner-in':
      return isOneOf(named(columns.owner, 'owner'), condition.ids)
    case 'owner-missing':
      return raw(`${named(columns.owner, 'owner')} is null`)
    case 'author-in':
      return isOneOf(named(columns.author, 'author'), condition.ids)
    case 'record-at':
      return overlaps(named(columns.locations, 'locations'), condition.locations)
    case 'record-tagged':
      return overlaps(named(columns.tags, 'tags'), condition.tags)
    case 'state':
      return stateSql(named(columns.state?.[condition.field], condition.field), condition.equals)
    case 'case-present':
      return raw(`${named(columns.caseId, 'caseId')} is not null`)
    case 'case-in':
      return isOneOf(named(columns.caseId, 'caseId'), condition.ids)
    case 'case-owner-in':
      return isOneOf(named(columns.caseOwner, 'caseOwner'), condition.ids)
    default:
      return patientSql(condition, named(columns.patient, 'patient'))
  }
}

function patientSql(condition: PatientCondition, patient: PatientColumns): Sql {
  switch (condition.is) {
    case 'patient-missing':
      return raw(`${patient.id} is null`)
    case 'patient-present':
      return raw(`${patient.id} is not null`)
    case 'patient-in':
      return isOneOf(patient.id, condition.ids)
    case 'patient-at':
      return overlaps(patient.locations, condition.locations)
    case 'patient-tagged':
      return condition.match === 'all'
        ? contains(patient.tags, condition.tags)
        : overlaps(patient.tags, condition.tags)
    case 'treated-by':
      return overlaps(patient.careTeam, condition.ids)
    case 'untreated':
      return raw(`(${patient.id} is not null and coalesce(cardinality(${patient.careTeam}), 0) = 0)`)
    case 'created-by':
      return isOneOf(patient.createdBy, condition.ids)
    case 'chart-unrestricted':
      return raw(`(${patient.id} is not null and ${listOf(patient, condition.level)} is null)`)
    case 'chart-open': {
      const list = listOf(patient, condition.level)
      return concat([
        raw(`(${patient.id} is not null and (${list} is null or `),
        contains(list, condition.ids),
        raw('))'),
      ])
    }
    case 'consent-kept':
      return raw(`(${patient.id} is not null and ${patient.consentWithdrawn} is not true)`)
  }
}

function listOf(patient: PatientColumns, level: 'whole' | 'clinical'): string {
  return level === 'whole' ? patient.restrictedTo : patient.clinicalTo
}

function named<T>(column: T | undefined, name: string): T {
  if (column === undefined)
    throw new Error(`the condition asks for \`${name}\`, which the columns do not name; add it to them`)
  return column
}

function isOneOf(column: string, ids: readonly string[]): Sql {
  const [first] = ids
  if (first !== undefined && ids.length === 1) return concat([raw(`${column} = `), value(first)])
  return concat([raw(`${column} = any(`), value(ids), raw('::text[])')])
}

function overlaps(column: string, ids: readonly string[]): Sql {
  return concat([raw(`${column} && `), value(ids), raw('::text[]')])
}

function contains(column: string, ids: readonly string[]): Sql {
  return concat([raw(`${column} @> `), value(ids), raw('::text[]')])
}

function stateSql(column: string, equals: boolean | string): Sql {
  if (equals === true) return raw(`${column} is true`)
  if (equals === false) return raw(`${column} is not true`)
  return concat([raw(`${column} = `), value(equals)])
}

function joined(parts: readonly Condition[], operator: ' and ' | ' or ', columns: Columns): Sql {
  const pieces = parts.flatMap((part, index) => [
    ...(index === 0 ? [] : [raw(operator)]),
    conditionSql(part, columns),
  ])
  return concat([raw('('), ...pieces, raw(')')])
}

/**
 * The meaning of access in a healthcare practice.
 *
 * `snapshotOf` makes a policy ready; `allows`, `decide` and `explain` answer about one record, `compile` with `toSql`
 * about many, `whoCan` about everyone, `compare` and `diff` about two members or two policies.
 */
export {
  type Act,
  type Catalog,
  type CatalogRole,
  type CatalogTables,
  type Cell,
  type Cover,
  type Covers,
  defineCatalog,
  type Field,
  type JobTitle,
  type Kind,
  type MemberKind,
  type Module,
  memberKinds,
  type Permission,
  type StateRule,
  type Step,
  steps,
  type When,
} from './catalog/catalog.ts'
export type { KindId } from './catalog/kinds.ts'
export { type UnmetNeed, unmetNeeds } from './catalog/needs.ts'
export type { PermissionId } from './catalog/permissions.ts'
export { practiceCatalog } from './catalog/practice-catalog.ts'
export { anyStaff } from './catalog/roles.ts'
export { regularVerb, type Verb } from './catalog/verb.ts'
export { allows, carriedBy, type Decision, decide, failing, may, permits } from './evaluate/decide.ts'
export type { PatientFacts, RecordFacts, State } from './evaluate/facts.ts'
export { holds, type PermissionQuestion } from './evaluate/holds.ts'
export type { Answer, Question, RecordQuestion } from './evaluate/question.ts'
export {
  type Compared,
  type ComparedAct,
  type ComparedPermission,
  type ComparedRoles,
  compareMembers,
  compareRoles,
  type ReachWords,
} from './explain/compare.ts'
export { explain } from './explain/explain.ts'
export type { ExplainedStep, Explanation, Outcome } from './explain/explanation.ts'
export { locationName, tagName } from './explain/names.ts'
export { type WhoQuestion, whoCan } from './explain/who-can.ts'
export { type Access, accessOf, planOf, plansOf } from './plan/access.ts'
export { compile, type PlanQuestion } from './plan/compile.ts'
export type { Condition } from './plan/condition.ts'
export type { Carrier, Plan, StepCondition } from './plan/plan.ts'
export type { Who } from './plan/subject.ts'
export type {
  Glass,
  Grant,
  Instant,
  Manages,
  Member,
  MemberId,
  MemberStatus,
  PatientId,
  Policy,
  RecordId,
  Role,
  RoleId,
  Separation,
  Share,
  Span,
  TagLimit,
  TeamEntry,
} from './policy/policy.ts'
export { type PlaceNames, type Snapshot, snapshotOf, within } from './policy/snapshot.ts'
export { type Difference, type DiffOptions, diff } from './simulate/diff.ts'
export { type FactsChange, type GainedAct, gainedActs } from './simulate/gained-acts.ts'
export type { Columns, PatientColumns } from './sql/columns.ts'
export { concat, numbered, raw, type Sql, type SqlValue, value } from './sql/sql.ts'
export { conditionSql, stepSql, toSql } from './sql/to-sql.ts'

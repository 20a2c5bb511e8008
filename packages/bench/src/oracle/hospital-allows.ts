/**
 * The hospital's answer, straight from its rules: some rule of one of the member's roles lists the act, in their own
 * department if it is a department's rule, and the record is no more sensitive than they are cleared for.
 */
import type { RecordFacts } from '@rolecall/core'
import type { Staff } from '../worlds/hospital.ts'
import { departmentRules, type HospitalRule, hospitalRules } from '../worlds/hospital-rules.ts'

export function hospitalAllows(staff: Staff | undefined, act: string, record: RecordFacts): boolean {
  const { patient } = record
  if (staff === undefined || patient == null) return false
  const lists = ({ role, kind, acts, deidentified }: HospitalRule) =>
    staff.roles.includes(role) &&
    kind === record.kind &&
    acts.includes(act) &&
    (deidentified === undefined || record.state?.deidentified === true)
  const isCleared = staff.cleared.some((level) => patient.tags.includes(level))
  const isTheirDepartment = patient.locations.includes(staff.department)
  return isCleared && (hospitalRules.some(lists) || (isTheirDepartment && departmentRules.some(lists)))
}

export { type Agreement, agree, agreeInSql, type Verdict } from './agreement.ts'
export { anyCase, type Case } from './any-case.ts'
export { anyWorld, instants } from './any-world.ts'
export { Coverage, least } from './coverage.ts'

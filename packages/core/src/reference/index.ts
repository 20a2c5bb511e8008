export { type GainsQuestion, referenceGains } from './gains.ts'
export { reference, referenceHolds, referenceWhoCan, type WhoCanQuestion } from './reference.ts'

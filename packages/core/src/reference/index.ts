export { reference, referenceHolds, referenceWhoCan, type WhoCanQuestion } from './reference.ts'

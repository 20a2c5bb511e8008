/** A practice written down, read, and held against what it expects. */
export { type Checked, checkExpectations, type Explain, expectationText } from './file/check.ts'
export { looksLike } from './file/check-lookalikes.ts'
export { practiceFileLimit, tooLarge } from './file/decode-text.ts'
export type { Engine, HoldsQuestion, RecordEngine, SeesQuestion, WhoCanQuestion } from './file/engine.ts'
export { type FileError, fileErrorLine, fileErrorLines } from './file/file-error.ts'
export { memoryEngine } from './file/memory-engine.ts'
export {
  type Asked,
  type Expectation,
  type PracticeFile,
  recordAsked,
  recordOf,
} from './file/practice-file.ts'
export { type ReadOptions, type ReadResult, readPracticeFile } from './file/read-practice-file.ts'
export { recordsOfKind } from './file/records-of-kind.ts'
export { referenceEngine } from './file/reference-engine.ts'
export { sqlEngine } from './file/sql-engine.ts'
export type { Place } from './file/tree.ts'
export type { Query } from './sql-world.ts'

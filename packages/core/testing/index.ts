/** A practice written down, read, and held against what it expects. */
export { type FileError, fileErrorLine } from './file/file-error.ts'
export { type Asked, type Expectation, type PracticeFile, recordOf } from './file/practice-file.ts'
export { type ReadOptions, type ReadResult, readPracticeFile } from './file/read-practice-file.ts'
export type { Place } from './file/tree.ts'

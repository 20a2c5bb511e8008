import { z } from 'zod'
import { id } from './id.ts'
import { type Operation, stream } from './operation.ts'
import { problem, refusals } from './problem.ts'

const count = z.object({ added: z.number(), changed: z.number(), same: z.number() })
const flag = z.enum(['true', 'false']).default('false')

export const importReport = z.object({
  id: z.string(),
  /** `refused`: nothing was kept, and `reason` says why. `failed`: nothing was kept, and it is not the sender's fault. */
  state: z.enum(['reading', 'saving', 'done', 'refused', 'failed']),
  /** Whether it was only tried: nothing was kept, whatever the state. */
  dryRun: z.boolean(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  /** Patients, appointments and notes. */
  saved: z.number(),
  toSave: z.number(),
  /** Once everything is read: how many are new, changed, or as they were. */
  kinds: z
    .object({
      patients: count,
      practitioners: count,
      roles: count,
      locations: count,
      appointments: count,
      /** `beside`: texts put as a version beside a note that was edited or signed here. */
      notes: count.extend({ beside: z.number() }),
    })
    .nullable(),
  /** What is not read: types of resources, and columns of tables. */
  left: z.array(z.object({ what: z.string(), count: z.number() })),
  /** References to what is neither in the files nor here. */
  unknownReferences: z.array(z.object({ type: z.string(), count: z.number() })),
  /** The first of the lines that cannot be read. Of a Bundle `line` is the number of the entry; 0: the file as a whole. */
  badLines: z.array(z.object({ file: z.string(), line: z.number(), reason: z.string() })),
  badLineCount: z.number(),
  /** How many of them widen the sender's own access and no more, and are imported with `confirmed`. */
  confirmable: z.number().optional(),
  reason: z.string().optional(),
  /** Of a trial: the first patients, as they would be. */
  patients: z
    .array(
      z.object({
        id: z.string(),
        family: z.string(),
        given: z.string(),
        birthDate: z.string(),
        gender: z.string(),
        tags: z.array(z.string()),
        state: z.enum(['new', 'changed', 'same']),
      }),
    )
    .optional(),
})
export type ImportReport = z.infer<typeof importReport>

const needs = { kind: 'demographicImport', act: 'run' } as const

export const importOperations = {
  importFiles: {
    method: 'POST',
    path: '/api/imports',
    summary:
      'Import files of FHIR R4 (`.ndjson`, `.json`) or tables of patients (`.csv`), or try what would come of it',
    needs,
    effect: 'changes',
    upload: true,
    query: z.object({
      /** Only say what would come of it. */
      dryRun: flag,
      /** Leave bad lines out, instead of everything. */
      skipBad: flag,
      /** That an admin means to widen their own access to patients who are here. */
      confirmed: flag,
      /** In which order tables write dates that are not as ISO 8601 says. */
      dates: z.enum(['DMY', 'MDY', 'YMD']).optional(),
    }),
    endings: { 200: importReport, 202: importReport, 400: problem, 413: problem, 415: problem, ...refusals },
  },
  importRun: {
    method: 'GET',
    path: '/api/imports/:id',
    summary: 'How far an import is that one has sent',
    needs,
    effect: 'looks',
    params: z.object({ id }),
    endings: { 200: importReport, 400: problem, 404: problem, ...refusals },
  },
  exportPatients: {
    method: 'GET',
    path: '/api/patients.csv',
    summary: 'The patients one may view as a table',
    needs: { kind: 'export', act: 'run' },
    effect: 'looks',
    readsMuch: true,
    budget: { of: 'exports' },
    endings: { 200: stream('text/csv; charset=utf-8'), ...refusals },
  },
} as const satisfies Record<string, Operation>

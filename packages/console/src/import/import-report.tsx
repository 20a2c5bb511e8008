import type { ImportReport } from '@rolecall/contract'
import { IconAlertTriangle, IconCircleCheck, IconEyeSearch } from '@tabler/icons-react'
import { useTags } from '../api/use-tags.ts'
import { dateInWords } from '../ui/date-in-words.ts'
import { Sentence } from '../ui/sentence.tsx'
import { TagBadge } from '../ui/tag-badge.tsx'
import classes from './import-report.module.css'

interface ImportReportPartsProps {
  readonly report: ImportReport
  /** Whether it is a preview. */
  readonly isTrial: boolean
}

/** The result of an import, or its preview: the counts, what isn’t imported, and the first patients. */
export function ImportReportParts({ report, isTrial }: ImportReportPartsProps) {
  return (
    <div className={classes.report}>
      <Ending report={report} isTrial={isTrial} />
      {report.kinds && <Kinds kinds={report.kinds} />}
      {report.kinds && report.kinds.notes.beside > 0 && <Beside count={report.kinds.notes.beside} />}
      {report.badLineCount > 0 && <BadLines report={report} isTrial={isTrial} />}
      {(report.left.length > 0 || report.unknownReferences.length > 0) && <Left report={report} />}
      {report.patients && report.patients.length > 0 && <FirstPatients patients={report.patients} />}
    </div>
  )
}

function Ending({ report: { state, reason }, isTrial }: ImportReportPartsProps) {
  const isGood = state === 'done'
  const Icon = !isGood ? IconAlertTriangle : isTrial ? IconEyeSearch : IconCircleCheck
  return (
    <section className={classes.ending} data-good={isGood} data-trial={isTrial} role="status">
      <Icon size={26} aria-hidden="true" />
      <div>
        <h2>{isGood ? (isTrial ? 'Preview' : 'Imported') : 'Nothing was imported'}</h2>
        {!isGood && reason !== undefined && (
          <p>
            <Sentence words={reason} />
          </p>
        )}
        {isTrial && isGood && <p>Nothing is saved yet.</p>}
      </div>
    </section>
  )
}

const kindNames = {
  patients: 'Patients',
  appointments: 'Appointments',
  notes: 'Notes',
  practitioners: 'Practitioners',
  roles: 'Job titles',
  locations: 'Offices',
} as const satisfies Record<keyof NonNullable<ImportReport['kinds']>, string>

const number = new Intl.NumberFormat('en')

function Kinds({ kinds }: { readonly kinds: NonNullable<ImportReport['kinds']> }) {
  const rows = Object.entries(kindNames)
    .map(([kind, name]) => ({ name, ...kinds[kind as keyof typeof kindNames] }))
    .filter(({ added, changed, same }) => added + changed + same > 0)
  const most = Math.max(1, ...rows.map(({ added, changed, same }) => added + changed + same))
  if (rows.length === 0) return <p className={classes.aside}>No records found in these files.</p>
  return (
    <section className={classes.card}>
      <h3>Records</h3>
      <dl className={classes.kinds}>
        {rows.map(({ name, added, changed, same }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span className={classes.bar} aria-hidden="true">
                <span data-part="added" style={{ width: `${(100 * added) / most}%` }} />
                <span data-part="changed" style={{ width: `${(100 * changed) / most}%` }} />
                <span data-part="same" style={{ width: `${(100 * same) / most}%` }} />
              </span>
              <span className={classes.numbers}>
                {[
                  [added, 'new'],
                  [changed, 'changed'],
                  [same, 'unchanged'],
                ]
                  .filter(([count]) => count !== 0)
                  .map(([count, words]) => `${number.format(Number(count))} ${words}`)
                  .join(', ')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Beside({ count }: { readonly count: number }) {
  return (
    <section className={classes.card}>
      <h3>Notes with a different text</h3>
      <p>
        {count === 1 ? 'One note was' : `${number.format(count)} notes were`} edited or signed here, and the{' '}
        {count === 1
          ? 'file has a different text. The note stays'
          : 'files have different texts. The notes stay'}{' '}
        unchanged; the imported {count === 1 ? 'text is' : 'texts are'} saved as a separate version.
      </p>
    </section>
  )
}

function BadLines({ report: { state, badLines, badLineCount }, isTrial }: ImportReportPartsProps) {
  const isLeftOut = !isTrial && state === 'done'
  return (
    <section className={classes.card}>
      <h3>
        {badLineCount === 1 ? 'One row ' : `${number.format(badLineCount)} rows `}
        {!isLeftOut && 'can’t be imported'}
        {isLeftOut && (badLineCount === 1 ? 'was skipped' : 'were skipped')}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Rows that can’t be imported">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Line</th>
              <th scope="col">Problem</th>
            </tr>
          </thead>
          <tbody>
            {badLines.map(({ file, line, reason }) => (
              <tr key={`${file} ${line} ${reason}`}>
                <td>{file}</td>
                <td className={classes.line}>{line === 0 ? 'whole file' : number.format(line)}</td>
                <td>
                  <Sentence words={reason} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {badLineCount > badLines.length && (
        <p className={classes.aside}>Showing the first {badLines.length}.</p>
      )}
    </section>
  )
}

function Left({ report: { left, unknownReferences } }: { readonly report: ImportReport }) {
  return (
    <section className={classes.card}>
      <h3>Not imported</h3>
      <ul className={classes.lines}>
        {left.map(({ what, count }) => (
          <li key={what}>
            <Sentence words={`${what}: ${number.format(count)} (not supported)`} />
          </li>
        ))}
        {unknownReferences.map(({ type, count }) => (
          <li key={type}>
            {number.format(count)} {count === 1 ? 'reference' : 'references'} to {type}, not found in the
            files or in Rolecall.
          </li>
        ))}
      </ul>
    </section>
  )
}

const states = { new: 'New', changed: 'Changed', same: 'Unchanged' } as const

function FirstPatients({ patients }: { readonly patients: NonNullable<ImportReport['patients']> }) {
  const known = useTags()
  return (
    <section className={classes.card}>
      <h3>First patients</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="First patients">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Patient</th>
              <th scope="col">Born</th>
              <th scope="col">Gender</th>
              <th scope="col">Tags</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {patients.map(({ id, family, given, birthDate, gender, tags, state }) => (
              <tr key={id}>
                <td>
                  <strong>{family}</strong>
                  {given !== '' && `, ${given}`}
                </td>
                <td className={classes.line}>{birthDate === '' ? 'Unknown' : dateInWords(birthDate)}</td>
                <td>{gender}</td>
                <td>
                  <span className={classes.tags}>
                    {tags.map((tag) => (
                      // A new tag has the label from the file.
                      <TagBadge
                        key={tag}
                        tag={tag}
                        label={known.get(tag)?.label ?? tag}
                        colour={known.get(tag)?.colour}
                      />
                    ))}
                  </span>
                </td>
                <td className={classes.state} data-state={state}>
                  {states[state]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

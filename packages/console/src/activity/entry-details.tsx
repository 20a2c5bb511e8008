import { Button } from '@mantine/core'
import type { AuditEntry } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { topics } from '../explain/topics.ts'
import { useListedPatient } from '../explain/use-listed-patient.ts'
import { capital, labelOf, nounOf, verbOf } from '../explain/vocabulary.ts'
import { thingsInWords } from '../team/act-words.ts'
import { Sentence } from '../ui/sentence.tsx'
import type { ActivitySearch } from './activity-search.ts'
import { Changes } from './changes.tsx'
import classes from './entry-details.module.css'
import { instantInWords } from './when.ts'

interface EntryDetailsProps {
  readonly entry: AuditEntry
  /** Filters the log. */
  readonly narrow: (by: ActivitySearch) => void
}

const outcomes = {
  allowed: 'Success',
  refused: 'Denied',
  failed: 'Failed',
} as const satisfies Record<AuditEntry['outcome'], string>

/** Who, for whom, what, which records, and what allowed or denied it. */
export function EntryDetails({ entry, narrow }: EntryDetailsProps) {
  const timeZone = useTimeZone()
  const { member, actingFor, kind, act, outcome, step, records, detail } = entry
  const one = records.length === 1 ? records[0] : undefined
  // A record that was denied does not exist: the id is that of its patient.
  const isOfPatient = act === 'create' && outcome !== 'allowed'
  return (
    <div className={classes.details}>
      <p className={classes.words} data-outcome={outcome}>
        <Sentence words={entry.words} />
      </p>
      <dl className={classes.facts}>
        <Fact name="When">
          <time dateTime={entry.at}>{instantInWords(entry.at, timeZone)}</time>
        </Fact>
        <Fact name="Who">{member?.name ?? 'Not signed in'}</Fact>
        {actingFor && <Fact name="Working for">{actingFor.name}</Fact>}
        {kind !== null && act !== null && (
          <Fact name="Action">{capital(`${verbOf(kind, act)} ${nounOf(kind)}`)}</Fact>
        )}
        {!entry.namesOfThen && (
          <Fact name="Names">Current names; the names at the time weren’t recorded</Fact>
        )}
        <Fact name="Result">{outcomes[outcome]}</Fact>
        {step !== null && <Fact name="Decided by">{topics[step]} check</Fact>}
        {outcome !== 'refused' && entry.carriedBy.length > 0 && <AllowedBy entry={entry} />}
      </dl>
      {detail !== null && Object.keys(detail).length > 0 && <Changes detail={detail} />}
      {records.length > 0 && (
        <Records kind={isOfPatient ? 'patient' : kind} records={records} narrow={narrow} />
      )}
      <div className={classes.more}>
        {member && (
          <Button variant="default" size="sm" onClick={() => narrow({ member: member.id })}>
            All activity by {member.name}
          </Button>
        )}
        {member && kind !== null && act !== null && (
          <Button
            variant="light"
            size="sm"
            renderRoot={(given) => (
              <Link
                {...given}
                to="/why"
                search={{
                  member: member.id,
                  kind,
                  act,
                  ...(actingFor && { actingFor: actingFor.id }),
                  ...(one !== undefined && !isOfPatient && { record: one }),
                }}
              />
            )}
          >
            Check access now
          </Button>
        )}
      </div>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The roles that allowed it, as they are now: a role removed since has no description. */
function AllowedBy({ entry: { member, actingFor, carriedBy } }: { readonly entry: AuditEntry }) {
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(useMe())))
  const roles = (data?.members ?? [])
    .filter(({ id }) => id === member?.id || id === actingFor?.id)
    .flatMap((one) => one.roles)
  const words = carriedBy.map((id) => {
    if (id === 'ownership') return 'ownership of the practice'
    return roles.find(({ grant }) => grant === id)?.words ?? 'a role or share that was removed since'
  })
  return (
    <Fact name="Allowed by">
      {data ? (
        [...new Set(words)].map((line) => (
          <span key={line} className={classes.line}>
            {capital(line)}
          </span>
        ))
      ) : (
        <span aria-hidden="true">…</span>
      )}
    </Fact>
  )
}

interface RecordsProps {
  readonly kind: string | null
  readonly records: readonly string[]
  readonly narrow: (by: ActivitySearch) => void
}

/** The number of listed records; the rest is counted. */
const most = 100

function Records({ kind, records, narrow }: RecordsProps) {
  const shown = records.slice(0, most)
  const label = kind === null ? 'Record' : labelOf(kind)
  return (
    <section>
      <h3 className={classes.heading}>
        {records.length === 1
          ? label
          : `${kind === null ? 'Records' : capital(thingsInWords(kind))} (${records.length})`}
      </h3>
      <ul className={classes.records}>
        {shown.map((id) => (
          <li key={id}>
            <RecordName id={id} label={label} isPatient={kind === 'patient'} />
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={`Activity about ${label} ${id}`}
              onClick={() => narrow({ record: id })}
            >
              Activity
            </Button>
          </li>
        ))}
      </ul>
      {records.length > most && (
        <p className={classes.aside}>and {records.length - most} more, listed in the export</p>
      )}
    </section>
  )
}

interface RecordNameProps {
  readonly id: string
  readonly label: string
  readonly isPatient: boolean
}

/** By name if the reader’s own lists have one: the log alone never turns an id into a name. */
function RecordName({ id, label, isPatient }: RecordNameProps) {
  const patient = useListedPatient(id)
  const name = patient ? (
    <>
      {patient.given} {patient.family} <span className={classes.id}>{id}</span>
    </>
  ) : (
    <>
      {label} {shortened(id)}
    </>
  )
  return isPatient ? (
    <Link to="/patients/$patient" params={{ patient: id }} className={classes.link}>
      {name}
    </Link>
  ) : (
    <span>{name}</span>
  )
}

/** The end of a long id is enough to tell records apart. */
function shortened(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? `ending in ${id.slice(-4)}` : id
}

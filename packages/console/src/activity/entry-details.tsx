import { Button } from '@mantine/core'
import type { AuditEntry } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { askMembers, eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { topics } from '../explain/topics.ts'
import { useListedPatient } from '../explain/use-listed-patient.ts'
import { capital, labelOf, nounOf, verbOf } from '../explain/vocabulary.ts'
import { Sentence } from '../ui/sentence.tsx'
import type { ActivitySearch } from './activity-search.ts'
import { Changes } from './changes.tsx'
import classes from './entry-details.module.css'
import { instantInWords } from './when.ts'

interface EntryDetailsProps {
  readonly entry: AuditEntry
  /** Show the entries like this one. */
  readonly narrow: (by: ActivitySearch) => void
}

const outcomes = {
  allowed: 'Done',
  refused: 'Refused',
  failed: 'Allowed, but it did not come about',
} as const satisfies Record<AuditEntry['outcome'], string>

/** Who, for whom, what, about which records, and what let it happen or refused it. */
export function EntryDetails({ entry, narrow }: EntryDetailsProps) {
  const timeZone = useTimeZone()
  const { member, actingFor, kind, act, outcome, step, records, detail } = entry
  const one = records.length === 1 ? records[0] : undefined
  // A record that was refused is not there: the id is of the patient it was to be about.
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
        <Fact name="Who">{member?.name ?? 'Nobody who was signed in'}</Fact>
        {actingFor && <Fact name="Acting for">{actingFor.name}</Fact>}
        {kind !== null && act !== null && (
          <Fact name="What">{capital(`${verbOf(kind, act)} ${nounOf(kind)}`)}</Fact>
        )}
        {!entry.namesOfThen && (
          <Fact name="Names">As they are today; this entry does not say what they were</Fact>
        )}
        <Fact name="How it ended">{outcomes[outcome]}</Fact>
        {step !== null && <Fact name="Decided by">{topics[step]}, one of the nine steps</Fact>}
        {outcome !== 'refused' && entry.carriedBy.length > 0 && <CarriedBy entry={entry} />}
      </dl>
      {detail !== null && Object.keys(detail).length > 0 && <Changes detail={detail} />}
      {records.length > 0 && (
        <Records kind={isOfPatient ? 'patient' : kind} records={records} narrow={narrow} />
      )}
      <div className={classes.more}>
        {member && (
          <Button variant="default" size="sm" onClick={() => narrow({ member: member.id })}>
            Everything by {member.name}
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
            Why? as things are now
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

/** The roles that carried it, as the person holds them now: a role taken back since has lost its words. */
function CarriedBy({ entry: { member, actingFor, carriedBy } }: { readonly entry: AuditEntry }) {
  const { data } = useQuery(askMembers(eyesOf(useMe())))
  const roles = (data?.members ?? [])
    .filter(({ id }) => id === member?.id || id === actingFor?.id)
    .flatMap((one) => one.roles)
  const words = carriedBy.map((id) => {
    if (id === 'ownership') return 'the ownership of the practice'
    return roles.find(({ grant }) => grant === id)?.words ?? 'a role or share that has been taken back since'
  })
  return (
    <Fact name="What carried it">
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

/** So many are listed; the rest are counted. */
const most = 100

function Records({ kind, records, narrow }: RecordsProps) {
  const shown = records.slice(0, most)
  const label = kind === null ? 'Record' : labelOf(kind)
  return (
    <section>
      <h3 className={classes.heading}>
        {records.length === 1 ? 'What it was about' : `The ${records.length} it was about`}
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
        <p className={classes.aside}>and {records.length - most} more, which the export lists</p>
      )}
    </section>
  )
}

interface RecordNameProps {
  readonly id: string
  readonly label: string
  readonly isPatient: boolean
}

/** By name where the reader's own lists show one: the log alone makes no id a name. */
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

/** Long ids tell nobody anything; their ends tell one record from another. */
function shortened(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? `ending in ${id.slice(-4)}` : id
}

// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go with the scrolling are placed one by one, which a table's own elements are not made for
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, not its cells
import type { Location, Patient, Tag } from '@rolecall/contract'
import { IconLock } from '@tabler/icons-react'
import { type MouseEvent, memo } from 'react'
import { dateInWords } from '../ui/date-in-words.ts'
import { TagBadge } from '../ui/tag-badge.tsx'
import classes from './patient-list.module.css'

interface PatientRowProps {
  readonly patient: Patient
  /** The tags of the practice by their id, once they are there. */
  readonly tags: ReadonlyMap<string, Tag>
  /** Its locations, likewise. */
  readonly places: ReadonlyMap<string, Location>
  /** Ask why, and open the chart, of a patient. The same two each time: what is drawn stays as long as they do. */
  readonly ask: (patient: string) => void
  readonly open: (patient: string) => void
}

/**
 * The cells of one patient. In a wide window they are columns, in a narrow one a card: the style sheet decides.
 *
 * Several rows come with every frame while one scrolls fast, so the link and the button are the plain elements: the
 * components for them cost more than all the rest of the row.
 */
export const PatientRow = memo(function PatientRow({
  patient,
  tags: known,
  places,
  ask,
  open,
}: PatientRowProps) {
  const { id, family, given, birthDate, careTeam, tags, locations, restricted } = patient
  // What they are called comes by itself, and nobody reads an id meanwhile.
  const labelOf = (tag: string): string => known.get(tag)?.label ?? '…'
  const nameOf = (place: string): string => places.get(place)?.name ?? '…'
  return (
    <>
      <div role="gridcell" className={classes.nameCell}>
        <a
          href={`/patients/${encodeURIComponent(id)}`}
          className={classes.name}
          title={`${family}, ${given}`}
          // The row is what the arrow keys stop at; Enter on it does the same.
          tabIndex={-1}
          onClick={(event) => {
            if (isElsewhere(event)) return
            event.preventDefault()
            open(id)
          }}
        >
          <strong>{family}</strong>, {given}
        </a>
        <span className={classes.id} title={`Patient number ${id}`}>
          {id}
        </span>
      </div>
      <div role="gridcell" className={classes.birthCell}>
        <Labelled label="Born">
          {birthDate === '' ? (
            <None words="Unknown" />
          ) : (
            <time dateTime={birthDate}>{dateInWords(birthDate)}</time>
          )}
        </Labelled>
      </div>
      <div role="gridcell" className={classes.teamCell}>
        <Labelled label="Care team">
          {careTeam.length > 0 ? (
            <Several words={careTeam.map(({ name }) => name)} />
          ) : (
            <None words="Unassigned" />
          )}
        </Labelled>
      </div>
      <div role="gridcell" className={classes.tagCell}>
        {tags.slice(0, 2).map((tag) => (
          <TagBadge key={tag} tag={tag} label={labelOf(tag)} colour={known.get(tag)?.colour} />
        ))}
        {tags.length > 2 && <More words={tags.slice(2).map(labelOf)} />}
        {tags.length === 0 && <None words="No tags" />}
      </div>
      <div role="gridcell" className={classes.placeCell}>
        <Labelled label="Location">
          {locations.length > 0 ? <Several words={locations.map(nameOf)} /> : <None words="None" />}
        </Labelled>
      </div>
      <div role="gridcell" className={classes.restrictedCell}>
        {restricted !== 'no' && (
          <span className={classes.restricted} title={restriction[restricted].title}>
            <IconLock size={15} aria-hidden="true" />
            {restriction[restricted].word}
          </span>
        )}
      </div>
      <div role="gridcell" className={classes.whyCell}>
        <button
          type="button"
          className={classes.why}
          // The row is what the arrow keys stop at; the question mark on it does the same.
          tabIndex={-1}
          aria-label={`Why? ${given} ${family}`}
          onClick={() => ask(id)}
        >
          Why?
        </button>
      </div>
    </>
  )
})

/** Whether it opens another window or is kept, as links are. */
function isElsewhere({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return metaKey || ctrlKey || shiftKey || altKey
}

const restriction = {
  clinical: { word: 'Clinical', title: 'Restricted: only certain people can see the clinical content' },
  whole: { word: 'Whole chart', title: 'Restricted: only certain people can see this patient' },
} as const

/** In a card there is no heading above a value, so it brings its own. */
function Labelled({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <>
      <span className={classes.label} aria-hidden="true">
        {label}
      </span>
      {children}
    </>
  )
}

function Several({ words: [first = '', ...others] }: { readonly words: readonly string[] }) {
  return (
    <>
      <span className={classes.cut} title={[first, ...others].join(', ')}>
        {first}
      </span>
      {others.length > 0 && <More words={others} />}
    </>
  )
}

function More({ words }: { readonly words: readonly string[] }) {
  return (
    <span className={classes.more} title={words.join(', ')}>
      +{words.length}
    </span>
  )
}

function None({ words }: { readonly words: string }) {
  return <span className={classes.none}>{words}</span>
}

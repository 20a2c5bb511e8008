import { Button } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { IconCake, IconLock, IconMail, IconMapPin, IconPhone } from '@tabler/icons-react'
import { viewerKey } from '../api/query.ts'
import { useLocations } from '../api/use-locations.ts'
import { useMe } from '../api/use-me.ts'
import { dateInWords } from '../ui/date-in-words.ts'
import { Initials } from '../ui/initials.tsx'
import { TagBadge } from '../ui/tag-badge.tsx'
import { isKept, useKeptOpen } from '../ui/use-draft.ts'
import { CareTeamDialog } from './care-team-dialog.tsx'
import classes from './chart-head.module.css'
import { Closed } from './closed.tsx'
import { DetailsDialog, detailsOf } from './details-dialog.tsx'
import { LocationsDialog } from './locations-dialog.tsx'
import { RestrictDialog } from './restrict-dialog.tsx'
import { TagsDialog } from './tags-dialog.tsx'

const names = new Intl.ListFormat('en-GB')

const restrictions = {
  clinical: {
    word: 'Clinical content restricted',
    means: (who: string) =>
      `Only ${who} can see clinical notes. Name, contact and appointments stay visible.`,
  },
  whole: {
    word: 'Whole chart restricted',
    means: (who: string) => `Only ${who} can see this patient, whatever others’ roles allow.`,
  },
} as const

/** Who the patient is, at a glance, and what may be changed about that. */
export function ChartHead({ patient }: { readonly patient: WholePatient }) {
  const { id, given, family, birthDate, gender, phone, email, tags, careTeam, locations } = patient
  const viewer = viewerKey(useMe())
  const [isEditing, setIsEditing] = useKeptOpen(viewer, detailsOf(id))
  const [isTeam, setIsTeam] = useKeptOpen(viewer, `team ${id}`)
  const [isTagging, setIsTagging] = useKeptOpen(viewer, `tags ${id}`)
  const [isLocating, setIsLocating] = useKeptOpen(viewer, `locations ${id}`)
  const [isRestricting, setIsRestricting] = useKeptOpen(viewer, `restriction ${id}`)
  const places = useLocations()
  const edit = patient.acts.find(({ act }) => act === 'edit')
  const restrict = patient.acts.find(({ act }) => act === 'restrict')
  return (
    <header className={classes.head}>
      <div className={classes.who}>
        <h1>
          {given} {family}
        </h1>
        <p className={classes.facts}>
          <span className={classes.fact}>
            <IconCake size={16} aria-hidden="true" />
            {birthDate === '' ? 'Birth date unknown' : `Born ${dateInWords(birthDate)}`}
            {gender !== '' && gender !== 'unknown' && `, ${gender}`}
          </span>
          {locations.length > 0 && (
            <span className={classes.fact}>
              <IconMapPin size={16} aria-hidden="true" />
              {locations.map((one) => places.get(one.id)?.name ?? '…').join(', ')}
            </span>
          )}
          {phone !== '' && (
            <span className={classes.fact}>
              <IconPhone size={16} aria-hidden="true" />
              {phone}
            </span>
          )}
          {email !== '' && (
            <span className={classes.fact}>
              <IconMail size={16} aria-hidden="true" />
              {email}
            </span>
          )}
        </p>
      </div>
      {patient.restrictions.map(({ level, people }) => (
        <p key={level} className={classes.restricted}>
          <IconLock size={16} aria-hidden="true" />
          <span>
            <strong>{restrictions[level].word}.</strong>{' '}
            {restrictions[level].means(names.format(people.map(({ name }) => name)))}
          </span>
        </p>
      ))}
      <dl className={classes.lists}>
        <div>
          <dt>Care team</dt>
          <dd className={classes.items}>
            {careTeam.length === 0 && <span className={classes.none}>No practitioner assigned</span>}
            {careTeam.map((one) => (
              <span key={one.id} className={classes.person}>
                <Initials name={one.name} />
                {one.name}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Tags</dt>
          <dd className={classes.items}>
            {tags.length === 0 && <span className={classes.none}>No tags</span>}
            {tags.map((tag) => (
              <TagBadge key={tag.id} tag={tag.id} label={tag.label} colour={tag.colour} />
            ))}
          </dd>
        </div>
      </dl>
      <div className={classes.acts}>
        {edit?.open && (
          <>
            <Button size="xs" variant="default" onClick={() => setIsEditing(true)}>
              {isKept(viewer, detailsOf(id)) ? 'Continue editing details' : 'Edit details'}
            </Button>
            <Button size="xs" variant="default" onClick={() => setIsTeam(true)}>
              {' '}
              Edit care team{' '}
            </Button>
            <Button size="xs" variant="default" onClick={() => setIsTagging(true)}>
              {' '}
              Edit tags{' '}
            </Button>
            {places.size > 0 && (
              <Button size="xs" variant="default" onClick={() => setIsLocating(true)}>
                {' '}
                Edit locations{' '}
              </Button>
            )}
          </>
        )}
        {restrict?.open && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconLock size={14} aria-hidden="true" />}
            onClick={() => setIsRestricting(true)}
          >
            {patient.restrictions.length === 0 ? 'Restrict chart' : 'Edit restriction'}
          </Button>
        )}
      </div>
      {(edit?.open === false || restrict?.open === false) && (
        <details className={classes.shut}>
          <summary>What you can’t do here</summary>
          <div className={classes.shutList}>
            {edit?.open === false && (
              <Closed
                label="Edit patient"
                why={edit.why}
                question={{ kind: 'patient', act: 'edit', record: id }}
                what="edit this patient"
              />
            )}
            {restrict?.open === false && (
              <Closed
                label="Restrict chart"
                why={restrict.why}
                question={{ kind: 'patient', act: 'restrict', record: id }}
                what="restrict this chart"
              />
            )}
          </div>
        </details>
      )}
      <DetailsDialog patient={patient} isOpen={isEditing} close={() => setIsEditing(false)} />
      <CareTeamDialog patient={patient} isOpen={isTeam} close={() => setIsTeam(false)} />
      <TagsDialog patient={patient} isOpen={isTagging} close={() => setIsTagging(false)} />
      <LocationsDialog patient={patient} isOpen={isLocating} close={() => setIsLocating(false)} />
      <RestrictDialog patient={patient} isOpen={isRestricting} close={() => setIsRestricting(false)} />
    </header>
  )
}

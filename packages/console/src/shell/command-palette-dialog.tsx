// biome-ignore-all lint/a11y/useSemanticElements: a list that the field above it steers, which no element is made for
// biome-ignore-all lint/a11y/useFocusableInteractive: the field keeps the focus and names the entry it is at
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys are those of the field
import { Modal } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import type { Me } from '@rolecall/contract'
import { IconHeartbeat, IconSearch, IconUser, IconUserCircle } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { sentenceOf } from '../api/failure.ts'
import { patientsQuery } from '../api/patients.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { dateInWords } from '../ui/date-in-words.ts'
import classes from './command-palette.module.css'
import { openPages } from './pages.ts'

interface CommandPaletteDialogProps {
  readonly me: Me
  readonly isOpen: boolean
  readonly close: () => void
}

export function CommandPaletteDialog({ me, isOpen, close }: CommandPaletteDialogProps) {
  const isNarrow = useMediaQuery('(max-width: 36em)')
  // It is there closed before it opens, since what had the focus then gets it back.
  const [isShown, setIsShown] = useState(false)
  useEffect(() => setIsShown(isOpen), [isOpen])
  return (
    <Modal.Root
      opened={isShown}
      onClose={close}
      size={600}
      fullScreen={isNarrow}
      yOffset="10dvh"
      padding={0}
      radius="lg"
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Go to">
        <Modal.Body>
          <Palette me={me} close={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

interface Place {
  readonly key: string
  readonly label: string
  readonly aside: string
  readonly icon: typeof IconUser
  readonly go: () => void
}

interface Group {
  readonly name: string
  readonly places: readonly Place[]
}

/** Only so many of each: who types on finds the others. */
const most = 7

function Palette({ me, close }: { readonly me: Me; readonly close: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const { groups, isSearching, error } = useGroups(me, typed.trim())
  const places = groups.flatMap((group) => group.places)
  const current = Math.min(at, Math.max(places.length - 1, 0))
  const go = (place: Place | undefined): void => {
    if (place === undefined) return
    close()
    place.go()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moved(event.key, current, places.length)
    if (to !== undefined) {
      event.preventDefault()
      setAt(to)
      document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(places[current])
    }
  }
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={19} aria-hidden="true" />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-label="Search pages, patients and team"
          aria-expanded={places.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(places.length > 0 && { 'aria-activedescendant': `${id}-${current}` })}
          placeholder="Search pages, patients and team"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className={classes.close} onClick={close}>
          Esc
          <span className={classes.unseen}>, close</span>
        </button>
      </div>
      <p role="status" className={classes.status}>
        {statusOf()}
      </p>
      <div id={`${id}-list`} role="listbox" aria-label="Results" className={classes.list}>
        {groups
          .filter((group) => group.places.length > 0)
          .map((group) => (
            <div key={group.name} role="group" aria-label={group.name}>
              <div className={classes.group} aria-hidden="true">
                {group.name}
              </div>
              {group.places.map((place) => {
                const index = places.indexOf(place)
                return (
                  <div
                    key={place.key}
                    id={`${id}-${index}`}
                    role="option"
                    aria-selected={index === current}
                    className={classes.place}
                    onMouseMove={() => setAt(index)}
                    onClick={() => go(place)}
                  >
                    <place.icon size={18} aria-hidden="true" />
                    <span className={classes.label}>{place.label}</span>
                    <span className={classes.aside}>{place.aside}</span>
                  </div>
                )
              })}
            </div>
          ))}
      </div>
    </>
  )

  function statusOf(): string {
    if (error) return sentenceOf(error)
    if (isSearching) return 'Searching…'
    if (places.length === 0) return `No results for “${typed.trim()}”`
    return `${places.length} ${places.length === 1 ? 'result' : 'results'} · ↑↓ to move, Enter to open`
  }
}

function useGroups(me: Me, typed: string) {
  const navigate = useNavigate()
  const viewer = viewerKey(me)
  const [search] = useDebouncedValue(typed, 200)
  const isWanted = search !== ''
  const patients = useInfiniteQuery({
    ...patientsQuery(viewer, search),
    enabled: isWanted,
  })
  const members = useQuery({
    ...queryOf('GET /api/members', viewer),
    enabled: me.open.includes('listMembers'),
  })
  const groups: readonly Group[] = [
    {
      name: 'Pages',
      places: [
        ...openPages(me).map(({ to, label, icon }) => ({
          key: to,
          label,
          aside: '',
          icon,
          go: () => void navigate({ to }),
        })),
        {
          key: '/account',
          label: 'Your account',
          aside: '',
          icon: IconUserCircle,
          go: () => void navigate({ to: '/account' }),
        },
      ].filter(({ label }) => matches(label, typed)),
    },
    {
      name: 'Patients',
      places:
        isWanted && typed !== '' && !patients.isPlaceholderData
          ? (patients.data?.pages[0]?.patients ?? []).slice(0, most).map((patient) => ({
              key: patient.id,
              label: `${patient.family}, ${patient.given}`,
              aside: patient.birthDate === '' ? '' : `Born ${dateInWords(patient.birthDate)}`,
              icon: IconHeartbeat,
              go: () => void navigate({ to: '/patients/$patient', params: { patient: patient.id } }),
            }))
          : [],
    },
    {
      name: 'Team',
      places:
        typed === ''
          ? []
          : (members.data?.members ?? [])
              .filter(({ name }) => matches(name, typed))
              .slice(0, most)
              .map(({ id, name, job }) => ({
                key: id,
                label: name,
                aside: job,
                icon: IconUser,
                go: () => void navigate({ to: '/team/$member', params: { member: id } }),
              })),
    },
  ]
  return {
    groups,
    isSearching: typed !== '' && (search !== typed || patients.isFetching),
    error: patients.error ?? members.error,
  }
}

/** Every word that was typed begins a word of the name. */
function matches(name: string, typed: string): boolean {
  const words = plain(name).split(/\s+/)
  return plain(typed)
    .split(/\s+/)
    .every((wanted) => words.some((word) => word.startsWith(wanted)))
}

/** `Élodie` is found by `elodie`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** It goes round: below the last is the first. */
function moved(key: string, from: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (from + 1) % count
    case 'ArrowUp':
      return (from + count - 1) % count
    case 'PageDown':
      return count - 1
    case 'PageUp':
      return 0
    default:
      return undefined
  }
}

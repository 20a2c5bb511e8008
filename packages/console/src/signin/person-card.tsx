import { Loader, UnstyledButton } from '@mantine/core'
import type { Person } from '@rolecall/contract'
import { IconArrowRight, IconLock } from '@tabler/icons-react'
import { Initials } from '../ui/initials.tsx'
import { Sentence } from '../ui/sentence.tsx'
import classes from './person-card.module.css'

interface PersonCardProps {
  readonly person: Person
  readonly isEntering: boolean
  readonly enter: () => void
}

/** One person to sign in as. People who cannot sign in are shown as well, with the reason. */
export function PersonCard({ person, isEntering, enter }: PersonCardProps) {
  return (
    <li className={classes.item}>
      {person.canSignIn ? (
        <UnstyledButton className={classes.card} onClick={enter} aria-busy={isEntering}>
          <About person={person} />
          <span className={classes.end}>
            {isEntering ? <Loader size={18} /> : <IconArrowRight size={18} aria-hidden="true" />}
          </span>
        </UnstyledButton>
      ) : (
        <div className={classes.card} data-closed>
          <About person={person} />
          <span className={classes.end}>
            <IconLock size={18} aria-hidden="true" />
          </span>
        </div>
      )}
    </li>
  )
}

function About({ person: { name, job, kind, hint, canSignIn } }: { readonly person: Person }) {
  return (
    <>
      <Initials name={name} large />
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        <span className={classes.job}>
          {job} <span className={classes.kind}>{kindWord(kind)}</span>
        </span>
        <span className={classes.hint}>
          {!canSignIn && <strong>Can’t sign in. </strong>}
          {hint !== '' && <Sentence words={hint} />}
        </span>
      </span>
    </>
  )
}

function kindWord(kind: string): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`
}

import { Button, Skeleton } from '@mantine/core'
import type { MemberAccess } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { capital } from '../explain/vocabulary.ts'
import { doesInWords, thingsInWords } from '../team/act-words.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { abilitiesIn } from './abilities-in.ts'
import part from './account-page.module.css'
import classes from './my-access.module.css'

/** What one can do, in sentences, with the roles it comes from and the limits on it. */
export function MyAccess() {
  const question = queryOf('GET /api/me/access', viewerKey(useMe()))
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <section className={part.part}>
      <h2>What you can do</h2>
      {data ? (
        <Access access={data} />
      ) : error ? (
        <Trouble what="what you can do" error={error} busy={isFetching} retry={retry} />
      ) : (
        <>
          <SlowNotice what="what you can do" retry={retry} />
          {['70%', '55%', '64%', '48%', '59%', '66%'].map((width) => (
            <Skeleton key={width} height={16} width={width} />
          ))}
        </>
      )}
    </section>
  )
}

function Access({ access: { roles, limits, acts, counts } }: { readonly access: MemberAccess }) {
  const held = roles.filter(({ when }) => when !== 'over')
  const inForce = limits.filter((limit) => limit.inForce)
  const open = acts.filter(({ reach }) => reach !== 'nowhere')
  const closed = acts.filter(({ reach }) => reach === 'nowhere')
  const counted = counts.filter(({ count }) => count > 0)
  return (
    <>
      <Part heading="Your roles">
        {held.length === 0 ? (
          <p className={classes.none}>You have no role. An admin can add one.</p>
        ) : (
          <ul className={classes.lines}>
            {held.map(({ grant, words }) => (
              <li key={grant}>{words}</li>
            ))}
          </ul>
        )}
      </Part>
      {inForce.length > 0 && (
        <Part heading="Limits">
          <ul className={classes.lines}>
            {inForce.map(({ limit, setOn, effect }) => (
              <li key={`${limit} ${setOn.id} ${effect}`}>
                <Sentence words={effect} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {counted.length > 0 && <Counts counts={counted} />}
      <Part heading="You can">
        {open.length === 0 ? <p className={classes.none}>Nothing right now.</p> : <Abilities acts={open} />}
      </Part>
      {closed.length > 0 && <Closed acts={closed} />}
    </>
  )
}

function Part({ heading, children }: { readonly heading: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <h3 className={classes.heading}>{heading}</h3>
      {children}
    </div>
  )
}

const number = new Intl.NumberFormat('en')
/** How many records that is, drawn so that they compare. */
function Counts({ counts }: { readonly counts: MemberAccess['counts'] }) {
  const most = Math.max(...counts.map(({ count }) => count))
  return (
    <Part heading="What you can see">
      <dl className={classes.counts}>
        {counts.map(({ kind, count }) => (
          <div key={kind}>
            <dt>{capital(thingsInWords(kind))}</dt>
            <dd>
              <span
                className={classes.bar}
                style={{ width: `${(100 * count) / most}%` }}
                aria-hidden="true"
              />
              {number.format(count)}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}

/** What is done with a kind of record, in one line, under the part of the product it belongs to. */
function Abilities({ acts }: { readonly acts: MemberAccess['acts'] }) {
  return (
    <div className={classes.areas}>
      {abilitiesIn(acts).map(({ area, abilities }) => (
        <section key={area} className={classes.area}>
          <h4>{area}</h4>
          <ul className={classes.lines}>
            {abilities.map(({ kind, acts: of, isSome }) => (
              <li key={`${kind} ${isSome}`} className={classes.ability}>
                <span>
                  {capital(toOneself(doesInWords(kind, of)))}
                  {isSome && <span className={classes.some}>some of them</span>}
                </span>
                <Link
                  to="/why"
                  search={{ kind, act: of[0] ?? 'view' }}
                  className={classes.why}
                  aria-label={`Why? ${toOneself(doesInWords(kind, of))}`}
                >
                  Why?
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** The words are about somebody; here they are said to them. */
function toOneself(words: string): string {
  return words.replace(/\btheir own\b/g, 'your own')
}

function Closed({ acts }: { readonly acts: MemberAccess['acts'] }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={isOpen}
        onClick={() => setIsOpen((before) => !before)}
      >
        {isOpen ? 'Hide what you can’t do' : 'Show what you can’t do'}
      </Button>
      {isOpen && <Abilities acts={acts} />}
    </div>
  )
}

import { Button, NativeSelect } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { askMembers, eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { WordSearch } from '../ui/word-search.tsx'
import { AddPerson } from './add-person.tsx'
import { TeamList, TeamListWaiting } from './team-list.tsx'
import classes from './team-page.module.css'
import { teamRows } from './team-rows.ts'
import { type Grouping, groupings, type TeamSearch } from './team-search.ts'
import { usePlaces } from './use-places.ts'

const route = getRouteApi('/shell/team')

const groupWords: Readonly<Record<Grouping, string>> = {
  kind: 'By kind',
  role: 'By role',
  location: 'By location',
  status: 'By status',
  none: 'Not grouped',
}

/** Everyone of the practice, and what they were given. */
export function TeamPage() {
  const me = useMe()
  return (
    <Page
      title="Team"
      isOpen={me.open.includes('listMembers')}
      closed={{ what: 'the team', kind: 'member', act: 'view' }}
      help={{
        title: 'The people of your practice',
        page: [
          'Everyone who works here, or did: what they are, the roles they were given and where these hold, and when they were last seen.',
          'Open a person to read what they can do and whose patients they reach, and to change it.',
          'With the keyboard: the arrow keys move from person to person, Enter opens one.',
        ],
        uses: ['kindOfMember', 'role', 'scope', 'actingFor'],
      }}
    >
      <Team />
    </Page>
  )
}

function Team() {
  const me = useMe()
  const { search = '', group = 'kind', sort = 'name', down, add } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: { readonly [K in keyof TeamSearch]: TeamSearch[K] | undefined }): void =>
    void navigate({
      search: (now) => Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value)),
      replace: true,
      resetScroll: false,
    })
  const question = askMembers(eyesOf(me))
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const places = usePlaces()
  const rows = useMemo(
    () => data && teamRows(data.members, { search, group, sort, isDown: down === 'yes', places }),
    [data, search, group, sort, down, places],
  )
  const mayAdd = me.open.includes('addMember')
  return (
    <>
      <div className={classes.head}>
        <div>
          <h1>Team</h1>
          <p className={classes.count} role="status">
            {data && rows ? counted(data.members.length, shownPeople(rows), search) : '\u00a0'}
          </p>
        </div>
        <div className={classes.tools}>
          <WordSearch
            label="Search the team"
            placeholder="Name, job or role"
            search={search}
            change={(words) => change({ search: words || undefined })}
          />
          <NativeSelect
            label="Group"
            value={group}
            onChange={(event) =>
              change({ group: groupings.find((one) => one === event.currentTarget.value) })
            }
            data={groupings.map((value) => ({ value, label: groupWords[value] }))}
          />
          <MaybeClosed
            why={mayAdd ? undefined : 'People are added by those who manage accounts. Ask an admin.'}
          >
            <Button
              leftSection={<IconUserPlus size={17} />}
              disabled={!mayAdd}
              onClick={() => change({ add: 'yes' })}
            >
              Add a person
            </Button>
          </MaybeClosed>
        </div>
      </div>
      {rows ? (
        <TeamList
          rows={rows}
          search={search}
          clearSearch={() => change({ search: undefined })}
          sort={sort}
          isDown={down === 'yes'}
          sortBy={(next) => change({ sort: next, down: next === sort && down !== 'yes' ? 'yes' : undefined })}
          places={places}
        />
      ) : error ? (
        <Trouble what="the team" error={error} busy={isFetching} retry={retry} />
      ) : (
        <>
          <SlowNotice what="the team" retry={retry} />
          <TeamListWaiting />
        </>
      )}
      {mayAdd && <AddPerson isOpen={add === 'yes'} close={() => change({ add: undefined })} />}
    </>
  )
}

function shownPeople(
  rows: readonly { readonly row: string; readonly member?: { readonly id: string } }[],
): number {
  return new Set(rows.flatMap(({ member }) => (member ? [member.id] : []))).size
}

function counted(all: number, shown: number, search: string): string {
  if (search !== '') return `${shown} of ${all} people match “${search}”`
  return all === 1 ? '1 person' : `${all} people`
}

import { Button, NativeSelect } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
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
import { useAskAdmin } from './use-why-closed.ts'

const route = getRouteApi('/shell/team')

const groupWords: Readonly<Record<Grouping, string>> = {
  kind: 'Account type',
  role: 'Role',
  location: 'Office',
  status: 'Status',
  none: 'None',
}

/** Everyone in the practice, with their roles. */
export function TeamPage() {
  const me = useMe()
  return (
    <Page
      title="Team"
      isOpen={me.open.includes('listMembers')}
      closed={{ what: 'Team', kind: 'member', act: 'view' }}
      help={{
        title: 'Your team',
        page: [
          'Everyone who works here or used to: their account type, their roles and where these apply, and when they were last seen.',
          'Open a person to see and edit what they can do and which patients they can see.',
          'Keyboard: the arrow keys move between people, Enter opens one.',
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
  const question = queryOf('GET /api/members', viewerKey(me))
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const places = usePlaces()
  const rows = useMemo(
    () => data && teamRows(data.members, { search, group, sort, isDown: down === 'yes', places }),
    [data, search, group, sort, down, places],
  )
  const askAdmin = useAskAdmin()
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
            label="Group by"
            value={group}
            onChange={(event) =>
              change({ group: groupings.find((one) => one === event.currentTarget.value) })
            }
            data={groupings.map((value) => ({ value, label: groupWords[value] }))}
          />
          <MaybeClosed why={mayAdd ? undefined : `Only admins can invite people. ${askAdmin}`}>
            <Button
              leftSection={<IconUserPlus size={17} />}
              disabled={!mayAdd}
              onClick={() => change({ add: 'yes' })}
            >
              Invite someone
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

import { Button, Menu, Skeleton, Switch } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconColumns3, IconPlus, IconPrinter, IconTableOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { WordSearch } from '../ui/word-search.tsx'
import { NewRole } from './new-role.tsx'
import { askMatrix } from './queries.ts'
import { RoleMatrixTable } from './role-matrix.tsx'
import { RolePanel } from './role-panel.tsx'
import classes from './roles-page.module.css'
import type { RolesSearch } from './roles-search.ts'
import { shownMatrix } from './shown-matrix.ts'
import { WhoHas } from './who-has.tsx'

const route = getRouteApi('/shell/roles')

/** On paper this page lies on its side. It stands here, and not in a file of styles, so that it goes with the page. */
const paper = '@page { size: landscape; margin: 10mm }'

/** The roles of the practice laid beside each other, and each of them to be looked into and changed. */
export function RolesPage() {
  const me = useMe()
  return (
    <Page
      title="Roles"
      isOpen={me.open.includes('roleMatrix')}
      closed={{ what: 'the roles', kind: 'role', act: 'view' }}
      help={{
        title: 'The roles of your practice',
        page: [
          'Each row is something a person may do, each column a role. A tick says that the role has it. The number under a role is how many people hold it now.',
          'Point at a permission, or move to it with the Tab key, to read what it means. Press it to see who has it. Press a role to see who holds it, to change it or to copy it.',
          'Permissions of a module that the practice does not have keep their ticks and do nothing until the module is back.',
        ],
        uses: ['role', 'permission', 'module', 'reach'],
      }}
    >
      <Roles />
    </Page>
  )
}

function Roles() {
  const me = useMe()
  const found = route.useSearch()
  const { search = '', differs, has, roles = '', role, make } = found
  const mayMake = me.open.includes('addRole')
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: { readonly [K in keyof RolesSearch]: RolesSearch[K] | undefined }, replace = true): void =>
      void navigate({
        search: (now) => kept({ ...now, ...next }),
        replace,
        resetScroll: false,
      }),
    [navigate],
  )
  const openRole = useCallback((id: string) => change({ role: id }, false), [change])
  const askWhoHas = useCallback((permission: string) => change({ has: permission }), [change])
  const searchSoon = useDebouncedCallback((words: string) => change({ search: words || undefined }), 150)

  const question = askMatrix(eyesOf(me))
  const { data: matrix, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const chosen = useMemo(() => roles.split(',').filter(Boolean), [roles])
  const shown = useMemo(
    () => matrix && shownMatrix(matrix, { search, differs: differs === 'yes', has, roles: chosen }),
    [matrix, search, differs, has, chosen],
  )
  const rows = shown?.modules.reduce((sum, { permissions }) => sum + permissions.length, 0) ?? 0
  return (
    <>
      <style>{paper}</style>
      <div className={classes.head}>
        <div>
          <h1>Roles</h1>
          <p className={classes.count} role="status">
            {shown
              ? `${counted(rows, 'permission')} beside ${counted(shown.roles.length, 'role')}`
              : '\u00a0'}
          </p>
        </div>
        <div className={classes.tools}>
          <WordSearch
            label="Search permissions"
            placeholder="What it is about"
            search={search}
            change={searchSoon}
          />
          <Menu closeOnItemClick={false} width={260} position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconColumns3 size={17} />} disabled={!matrix}>
                {chosen.length === 0 ? 'All roles' : counted(chosen.length, 'role')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown className={classes.choice}>
              <Menu.Item onClick={() => change({ roles: undefined })} disabled={chosen.length === 0}>
                Show all roles
              </Menu.Item>
              <Menu.Divider />
              {matrix?.roles.map(({ id, label }) => (
                <Menu.CheckboxItem
                  key={id}
                  checked={chosen.includes(id)}
                  onChange={(isChosen) =>
                    change({
                      roles:
                        [...chosen.filter((one) => one !== id), ...(isChosen ? [id] : [])].join() ||
                        undefined,
                    })
                  }
                >
                  {label}
                </Menu.CheckboxItem>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Switch
            className={classes.differs}
            label="Differs only"
            checked={differs === 'yes'}
            onChange={(event) => change({ differs: event.currentTarget.checked ? 'yes' : undefined })}
          />
          <Button
            variant="default"
            leftSection={<IconPrinter size={17} />}
            onClick={() => window.print()}
            disabled={!matrix}
          >
            Print
          </Button>
          <MaybeClosed
            why={mayMake ? undefined : 'Roles are made by those who manage accounts. Ask an admin.'}
          >
            <Button
              leftSection={<IconPlus size={17} />}
              disabled={!mayMake}
              onClick={() => change({ make: 'yes', role: undefined }, false)}
            >
              New role
            </Button>
          </MaybeClosed>
        </div>
      </div>
      {has !== undefined && matrix && (
        <WhoHas permission={has} matrix={matrix} clear={() => change({ has: undefined })} />
      )}
      {content()}
      <RolePanel id={role} close={() => change({ role: undefined })} open={(id) => change({ role: id })} />
      {mayMake && (
        <NewRole
          isOpen={make === 'yes' && role === undefined}
          close={() => change({ make: undefined })}
          made={(id) => change({ make: undefined, role: id })}
        />
      )}
    </>
  )

  function content() {
    if (!shown) {
      return error ? (
        <Trouble what="the roles" error={error} busy={isFetching} retry={retry} />
      ) : (
        <>
          <SlowNotice what="the roles" retry={retry} />
          <Skeleton height="60dvh" radius="lg" />
        </>
      )
    }
    if (rows === 0 || shown.roles.length === 0) {
      return (
        <section className={classes.empty}>
          <IconTableOff size={36} stroke={1.5} aria-hidden="true" />
          <h2>{rows === 0 ? 'No permission fits these filters' : 'No role has this permission'}</h2>
          <p>
            {rows === 0
              ? differs === 'yes'
                ? 'The roles shown list the same permissions. Open each to see its limits.'
                : `Nothing is about “${search}”.`
              : 'Nobody can do it until a role with it is given to somebody.'}
          </p>
          <Button
            variant="light"
            onClick={() =>
              change({ search: undefined, differs: undefined, has: undefined, roles: undefined })
            }
          >
            Clear the filters
          </Button>
        </section>
      )
    }
    return <RoleMatrixTable matrix={shown} openRole={openRole} askWhoHas={askWhoHas} />
  }
}

/** Without what is undefined: the address carries only what is set. */
function kept(search: { readonly [K in keyof RolesSearch]: RolesSearch[K] | undefined }): RolesSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`
}

import { Button, Menu, Skeleton, Switch } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconColumns3, IconPlus, IconPrinter, IconTableOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { WordSearch } from '../ui/word-search.tsx'
import { NewRole } from './new-role.tsx'
import { RoleMatrixTable } from './role-matrix.tsx'
import { RolePanel } from './role-panel.tsx'
import classes from './roles-page.module.css'
import type { RolesSearch } from './roles-search.ts'
import { shownMatrix } from './shown-matrix.ts'
import { WhoHas } from './who-has.tsx'

const route = getRouteApi('/shell/roles')

/** Prints this page in landscape. Not in a stylesheet, so that it applies to this page alone. */
const paper = '@page { size: landscape; margin: 10mm }'

/** Compares the roles of the practice, and opens each to view and edit it. */
export function RolesPage() {
  const me = useMe()
  return (
    <Page
      title="Roles"
      isOpen={me.open.includes('roleMatrix')}
      closed={{ what: 'Roles', kind: 'role', act: 'view' }}
      help={{
        title: 'Your roles',
        page: [
          'Each row is a permission, each column a role. A tick means the role includes the permission. The number under a role is how many people have it now.',
          'Point at a permission, or move to it with the Tab key, to read what it means. Select it to see who has it. Select a role to see the people with it, to edit it or to copy it.',
          'Permissions of a module that is off are kept, but have no effect until the module is on.',
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
  const askAdmin = useAskAdmin()
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

  const question = queryOf('GET /api/roles/matrix', viewerKey(me))
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
            {shown ? `${counted(shown.roles.length, 'role')} · ${counted(rows, 'permission')}` : '\u00a0'}
          </p>
        </div>
        <div className={classes.tools}>
          <WordSearch
            label="Search permissions"
            placeholder="e.g. invoices"
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
            label="Only differences"
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
          <MaybeClosed why={mayMake ? undefined : `Only admins can create roles. ${askAdmin}`}>
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
          <h2>{rows === 0 ? 'No permissions match these filters' : 'No role has this permission'}</h2>
          <p>
            {rows === 0
              ? differs === 'yes'
                ? 'These roles have the same permissions. Open each to see its limits.'
                : `No results for “${search}”.`
              : 'No one can do this until a role includes it and is assigned.'}
          </p>
          <Button
            variant="light"
            onClick={() =>
              change({ search: undefined, differs: undefined, has: undefined, roles: undefined })
            }
          >
            Clear filters
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

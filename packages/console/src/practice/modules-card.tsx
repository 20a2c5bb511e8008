import { Radio, Skeleton } from '@mantine/core'
import type { PracticeModules } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { Card } from '../ui/card.tsx'
import dialog from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import classes from './practice-page.module.css'
import { usePracticeChange } from './use-practice-change.ts'

type Module = PracticeModules['modules'][number]

const stateWords = { on: 'On', 'read-only': 'Read-only', off: 'Off' } as const

/** The parts of Rolecall that the practice has. */
export function ModulesCard() {
  const me = useMe()
  const askAdmin = useAskAdmin()
  const question = queryOf('GET /api/practice/modules', viewerKey(me))
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const [changed, setChanged] = useState<string>()
  const why = me.open.includes('setModules') ? undefined : `Only admins can change modules. ${askAdmin}`
  return (
    <Card title="Modules">
      {data ? (
        <ul className={classes.rows}>
          {data.modules.map(({ module, label, state, always }) => (
            <li key={module} className={classes.row}>
              <span className={classes.what}>
                <span className={classes.name} data-off={state === 'off' || undefined}>
                  {label}
                </span>
                <span className={classes.state} data-state={state}>
                  {always ? 'Always on' : stateWords[state]}
                </span>
              </span>
              {!always && (
                <SmallButton why={why} run={() => setChanged(module)} says={`Edit ${label}`}>
                  Edit
                </SmallButton>
              )}
            </li>
          ))}
        </ul>
      ) : error ? (
        <Trouble what="the modules" error={error} busy={isFetching} retry={retry} />
      ) : (
        <Skeleton height={240} radius="md" />
      )}
      {data && changed !== undefined && (
        <ModuleDialog module={changed} modules={data.modules} close={() => setChanged(undefined)} />
      )}
    </Card>
  )
}

interface ModuleDialogProps {
  readonly module: string
  readonly modules: readonly Module[]
  readonly close: () => void
}

function ModuleDialog({ module: id, modules, close }: ModuleDialogProps) {
  const module = modules.find((one) => one.module === id)
  const [state, setState] = useState<Module['state']>(module?.state ?? 'off')
  const people = usePeopleIn(id)
  const kept = (wanted: Module['state'], all: readonly Module[]): readonly string[] =>
    all.flatMap((one) => (!one.always && one.state === wanted ? [one.module] : []))
  const next = modules.map((one) => (one.module === id ? { ...one, state } : one))
  const change = usePracticeChange(
    () =>
      call('PUT /api/practice/modules', {
        body: {
          on: kept('on', next),
          readOnly: kept('read-only', next),
          before: { on: kept('on', modules), readOnly: kept('read-only', modules) },
        },
      }),
    close,
  )
  const label = module?.label ?? ''
  return (
    <Dialog
      title={`${label} module`}
      isOpen
      close={close}
      confirm="Save"
      isGrave={state === 'off'}
      isReady={state !== module?.state}
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <Radio.Group
        label="State"
        value={state}
        onChange={(value) => setState(value === 'on' || value === 'read-only' ? value : 'off')}
      >
        <div className={dialog.options}>
          <Radio value="on" label="On" />
          <Radio value="read-only" label="Read-only" />
          <Radio value="off" label="Off" />
        </div>
      </Radio.Group>
      <p role="status">{effect(label, state, module?.state ?? 'off', people)}</p>
    </Dialog>
  )
}

function effect(
  label: string,
  state: Module['state'],
  before: Module['state'],
  people: number | undefined,
): string {
  if (state === before) return `${label} is ${state} now.`
  const who =
    people === undefined
      ? 'Everyone with a role for it'
      : people === 1
        ? '1 person with a role for it'
        : `${people} people with a role for it`
  switch (state) {
    case 'on':
      return `${who} can use ${label} again, with the same permissions as before. Takes effect right away.`
    case 'read-only':
      return `${who} can view ${label}, but not edit it. Permissions are kept. Takes effect right away.`
    case 'off':
      return `${who} can no longer see or use ${label}. Nothing is deleted and permissions are kept. Takes effect right away.`
  }
}

/** How many active people have a role with a permission in a module. */
function usePeopleIn(module: string): number | undefined {
  const me = useMe()
  const viewer = viewerKey(me)
  const { data } = useQuery({
    ...queryOf('GET /api/members', viewer),
    enabled: me.open.includes('listMembers'),
  })
  const { data: roles } = useQuery({
    ...queryOf('GET /api/roles', viewer),
    enabled: me.open.includes('listRoles'),
  })
  if (data === undefined || roles === undefined) return undefined
  const inIt = new Set(
    Object.entries(practiceCatalog.permissions).flatMap(([id, { covers }]) =>
      covers.some(({ kind }) => practiceCatalog.kinds[kind]?.module === module) ? [id] : [],
    ),
  )
  const having = new Set(
    roles.roles.filter(({ permissions }) => permissions.some((one) => inIt.has(one))).map(({ id }) => id),
  )
  return data.members.filter(
    ({ standing, kind, roles: held }) =>
      standing === 'active' &&
      kind !== 'integration' &&
      held.some(({ role, when }) => when === 'now' && having.has(role)),
  ).length
}

import { NativeSelect, Radio } from '@mantine/core'
import type { RouteInput, SpanText, TeamAccess, WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import classes from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { noPeriod } from './no-period.ts'
import { ForATime } from './period-fields.tsx'
import { type SectionLevels, SectionLevelsOf, sectionKey } from './section-levels.tsx'
import { teamInWords } from './team-words.ts'
import { useChange } from './use-change.ts'

interface TeamDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

type Setting = TeamAccess['setting']
type Level = TeamAccess['entries'][number]['level']
const settings: readonly Setting[] = ['own', 'all', 'members', 'advanced']

const levels = [
  { value: 'none', label: 'None' },
  { value: 'view', label: 'View' },
  { value: 'edit', label: 'View and edit' },
]

/** Edits whose patients a person can see: their own, everyone’s or some practitioners’, each with its period. */
export function TeamDialog({ member: read, close }: TeamDialogProps) {
  const [member] = useState(read)
  const [version, setVersion] = useState(member.version)
  const me = useMe()
  const timeZone = useTimeZone()
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const { team } = member
  const [setting, setSetting] = useState<Setting>(team.setting)
  const [everybody, setEverybody] = useState<Level>(
    team.setting === 'all' ? (team.entries[0]?.level ?? 'view') : 'view',
  )
  const [some, setSome] = useState<ReadonlyMap<string, Level>>(
    () =>
      new Map(
        team.entries.flatMap(({ colleague, section, level }) =>
          colleague && section === null ? [[colleague.id, level] as const] : [],
        ),
      ),
  )
  const [parts, setParts] = useState<SectionLevels>(
    () =>
      new Map(
        team.entries.flatMap(({ colleague, section, level }) =>
          colleague ? [[sectionKey(colleague.id, section), level] as const] : [],
        ),
      ),
  )
  /** The period of each entry, by practitioner and section; that of all practitioners has an empty id. */
  const [times, setTimes] = useState<Times>(
    () =>
      new Map(
        team.entries.map(({ colleague, section, from, until }) => [
          sectionKey(colleague?.id ?? '', section),
          { from, until },
        ]),
      ),
  )
  const timeOf = (colleague: string) => ({
    span: times.get(sectionKey(colleague, null)) ?? noPeriod,
    change: (span: SpanText) => setTimes(new Map([...times, [sectionKey(colleague, null), span]])),
  })
  const asked = askedTeam(times, setting, everybody, some, parts)
  const change = useChange(
    (isConfirmed) =>
      call('PUT /api/members/:id/team-access', {
        params: { id: member.id },
        body: { team: asked, version, confirmed: isConfirmed },
      }),
    close,
  )
  const colleagues = (data?.members ?? []).filter(
    ({ id, kind, status }) =>
      id !== member.id && kind === 'practitioner' && (status !== 'archived' || some.has(id)),
  )
  const given = setting === 'members' ? some : parts
  const isReady =
    setting === 'own' || setting === 'all' || [...given.values()].some((level) => level !== 'none')
  return (
    <Dialog
      title={`Team access for ${member.name}`}
      isOpen
      close={close}
      confirm="Save"
      isReady={isReady}
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <Radio.Group
        label="Team access"
        value={setting}
        onChange={(value) => setSetting(settings.find((one) => one === value) ?? 'own')}
      >
        <div className={classes.options}>
          <Radio value="own" label="Only their own patients" />
          <Radio value="all" label="All practitioners, including new ones" />
          <Radio value="members" label="Specific practitioners" />
          <Radio value="advanced" label="Custom: choose types of records for each practitioner" />
        </div>
      </Radio.Group>
      {setting === 'all' && (
        <NativeSelect
          label="They can"
          value={everybody}
          onChange={(event) => setEverybody(levelOf(event.currentTarget.value))}
          data={levels.slice(1)}
        />
      )}
      {setting === 'all' && <ForATime what="all practitioners" {...timeOf('')} />}
      {setting === 'members' && (
        <div className={classes.colleagues}>
          {colleagues.map(({ id, name }) => (
            <div key={id} className={classes.colleague}>
              <span>{name}</span>
              <NativeSelect
                aria-label={`Access to ${name}’s patients`}
                value={some.get(id) ?? 'none'}
                onChange={(event) => setSome(new Map([...some, [id, levelOf(event.currentTarget.value)]]))}
                data={levels}
              />
              {(some.get(id) ?? 'none') !== 'none' && (
                <div className={classes.time}>
                  <ForATime what={name} {...timeOf(id)} />
                </div>
              )}
            </div>
          ))}
        </div>
      )}
      {setting === 'advanced' && (
        <div className={classes.colleagues}>
          {colleagues.map((colleague) => (
            <SectionLevelsOf
              key={colleague.id}
              colleague={colleague}
              levels={parts}
              change={(key, level) => setParts(new Map([...parts, [key, levelOf(level)]]))}
            />
          ))}
        </div>
      )}
      <p role="status">Roles set what they can do. This sets for whose patients. Takes effect right away.</p>
      <ChangedMeanwhile
        member={member.id}
        error={change.error}
        describe={(now) => teamInWords(now.team, now.kind, timeZone)}
        goOn={(now) => {
          setVersion(now)
          change.reset()
        }}
      />
    </Dialog>
  )
}

function levelOf(value: string): Level {
  return value === 'edit' || value === 'view' ? value : 'none'
}

type Times = ReadonlyMap<string, SpanText>

function askedTeam(
  times: Times,
  setting: Setting,
  everybody: Level,
  some: ReadonlyMap<string, Level>,
  parts: SectionLevels,
): RouteInput<'PUT /api/members/:id/team-access'>['body']['team'] {
  const spanOf = (colleague: string, section: string | null = null): SpanText =>
    times.get(sectionKey(colleague, section)) ?? noPeriod
  switch (setting) {
    case 'own':
      return { setting }
    case 'all':
      return { setting, level: everybody, ...spanOf('') }
    case 'members':
      return {
        setting,
        members: [...some].flatMap(([member, level]) =>
          level === 'none' ? [] : [{ member, level, ...spanOf(member) }],
        ),
      }
    case 'advanced':
      return {
        setting,
        members: [...parts].flatMap(([key, level]) => {
          const [member = '', part = ''] = key.split('\n')
          const section = part === '' ? null : part
          return level === 'none' ? [] : [{ member, section, level, ...spanOf(member, section) }]
        }),
      }
  }
}

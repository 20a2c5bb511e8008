import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { RouteInput } from '@rolecall/contract'
import { memberKinds } from '@rolecall/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useRoles } from '../api/use-roles.ts'
import classes from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { joined, kindInWords } from './member-words.ts'
import { useChange } from './use-change.ts'

interface AddPersonProps {
  readonly isOpen: boolean
  readonly close: () => void
}

/** Adds a person. Their job suggests a role and team access; both can be declined. */
export function AddPerson({ isOpen, close }: AddPersonProps) {
  return isOpen ? <Filled close={close} /> : null
}

function Filled({ close }: { readonly close: () => void }) {
  const me = useMe()
  const viewer = viewerKey(me)
  const { data: { jobTitles: titles } = { jobTitles: [] } } = useQuery(queryOf('GET /api/job-titles', viewer))
  const roles = useRoles()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState('administrative')
  const [email, setEmail] = useState('')
  const [asRecommended, setAsRecommended] = useState(true)
  // Steps that succeeded are not repeated when a later one fails and the person tries again.
  const done = useRef({ id: '', steps: new Set<string>() })
  const recommended = titles.find(({ id }) => id === title)
  const isFitting = recommended !== undefined && recommended.kind === kind
  const finish = useChange(addAll, (id) => void navigate({ to: '/team/$member', params: { member: id } }))
  const labels = recommended?.roles.map((role) => roles.find(({ id }) => id === role)?.label ?? role) ?? []
  return (
    <Dialog
      title="Invite someone"
      isOpen
      close={close}
      confirm={email.trim() === '' ? 'Add' : 'Send invitation'}
      isReady={name.trim() !== ''}
      isBusy={finish.isPending}
      error={finish.error}
      run={(isConfirmed) => finish.mutate(isConfirmed)}
    >
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Job"
        description="We’ll suggest a role. You can change it"
        value={title}
        onChange={(event) => {
          setTitle(event.currentTarget.value)
          const chosen = titles.find(({ id }) => id === event.currentTarget.value)
          if (chosen) setKind(chosen.kind)
        }}
        data={[{ value: '', label: 'Other' }, ...titles.map(({ id, label }) => ({ value: id, label }))]}
      />
      <NativeSelect
        label="Account type"
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value)}
        data={memberKinds.map((one) => ({ value: one, label: kindInWords(one) }))}
      />
      {isFitting && (
        <Checkbox
          label={`Suggested: ${joined(labels)} ${labels.length === 1 ? 'role' : 'roles'}${teamWords[recommended.team]}`}
          classNames={{ description: classes.meaning }}
          description={recommended.reason}
          checked={asRecommended}
          onChange={(event) => setAsRecommended(event.currentTarget.checked)}
        />
      )}
      <TextInput
        type="email"
        label="E-mail address"
        description="We’ll send an invitation. Leave blank to add them without a login"
        maxLength={320}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </Dialog>
  )

  async function addAll(): Promise<string> {
    const { current } = done
    if (current.id === '')
      current.id = (
        await call('POST /api/members', {
          body: { kind, name: name.trim(), jobTitle: title || null, email: email.trim() || null },
        })
      ).id
    const params = { id: current.id }
    if (asRecommended && isFitting) {
      for (const role of recommended.roles)
        await once(`role ${role}`, () => call('POST /api/members/:id/grants', { params, body: plain(role) }))
      const level = levels[recommended.team]
      if (level !== undefined)
        await once('team', () =>
          call('PUT /api/members/:id/team-access', { params, body: { team: { setting: 'all', level } } }),
        )
    }
    if (email.trim() !== '')
      await once('invite', () =>
        call('POST /api/members/:id/invite', { params, body: { email: email.trim() } }),
      )
    return params.id
  }

  async function once(step: string, run: () => Promise<unknown>): Promise<void> {
    if (done.current.steps.has(step)) return
    await run()
    done.current.steps.add(step)
  }
}

const teamWords = {
  own: '',
  'all-view': ', all practitioners’ patients (view)',
  'all-edit': ', all practitioners’ patients (view and edit)',
} as const

const levels = { own: undefined, 'all-view': 'view', 'all-edit': 'edit' } as const

function plain(role: string): RouteInput<'POST /api/members/:id/grants'>['body'] {
  return { role, at: null, tagged: null, from: null, until: null }
}

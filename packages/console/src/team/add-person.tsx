import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { memberKinds } from '@rolecall/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { askRoles } from '../roles/queries.ts'
import classes from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { joined, kindInWords } from './member-words.ts'
import { addMember, askJobTitles, type GrantAsked, giveRole, inviteMember, setTeamAccess } from './queries.ts'
import { useChange } from './use-change.ts'

interface AddPersonProps {
  readonly isOpen: boolean
  readonly close: () => void
}

/** Somebody new: what they do here recommends what they get, and one may say otherwise. */
export function AddPerson({ isOpen, close }: AddPersonProps) {
  return isOpen ? <Filled close={close} /> : null
}

function Filled({ close }: { readonly close: () => void }) {
  const me = useMe()
  const eyes = eyesOf(me)
  const { data: titles = [] } = useQuery(askJobTitles(eyes))
  const { data: roles = [] } = useQuery(askRoles(eyes))
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState('administrative')
  const [email, setEmail] = useState('')
  const [asRecommended, setAsRecommended] = useState(true)
  // What is done already is not done again when a later step is refused and one tries again.
  const done = useRef({ id: '', steps: new Set<string>() })
  const recommended = titles.find(({ id }) => id === title)
  const isFitting = recommended !== undefined && recommended.kind === kind
  const finish = useChange(addAll, (id) => void navigate({ to: '/team/$member', params: { member: id } }))
  const labels = recommended?.roles.map((role) => roles.find(({ id }) => id === role)?.label ?? role) ?? []
  return (
    <Dialog
      title="Add a person"
      isOpen
      close={close}
      confirm={email.trim() === '' ? 'Add' : 'Add and invite'}
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
        description="It decides nothing by itself; it recommends what is below"
        value={title}
        onChange={(event) => {
          setTitle(event.currentTarget.value)
          const chosen = titles.find(({ id }) => id === event.currentTarget.value)
          if (chosen) setKind(chosen.kind)
        }}
        data={[
          { value: '', label: 'Something else' },
          ...titles.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <NativeSelect
        label="What they are here"
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value)}
        data={memberKinds.map((one) => ({ value: one, label: kindInWords(one) }))}
      />
      {isFitting && (
        <Checkbox
          label={`Give them what is recommended: ${joined(labels)}${
            recommended.team === 'all-edit'
              ? ', and everybody’s work to look at and change'
              : recommended.team === 'all-view'
                ? ', and everybody’s work to look at'
                : ''
          }`}
          classNames={{ description: classes.meaning }}
          description={recommended.reason}
          checked={asRecommended}
          onChange={(event) => setAsRecommended(event.currentTarget.checked)}
        />
      )}
      <TextInput
        type="email"
        label="E-mail address"
        description="They get an invitation to sign in. Left empty: they have no sign-in for now"
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
        await addMember({ kind, name: name.trim(), jobTitle: title || null, email: email.trim() || null })
      ).id
    const { id } = current
    if (asRecommended && isFitting) {
      for (const role of recommended.roles) await once(`role ${role}`, () => giveRole(id, plain(role)))
      const level = levels[recommended.team]
      if (level !== undefined)
        await once('team', () => setTeamAccess(id, { setting: 'all', level }, undefined, false))
    }
    if (email.trim() !== '') await once('invite', () => inviteMember(id, email.trim()))
    return id
  }

  async function once(step: string, run: () => Promise<unknown>): Promise<void> {
    if (done.current.steps.has(step)) return
    await run()
    done.current.steps.add(step)
  }
}

const levels = { own: undefined, 'all-view': 'view', 'all-edit': 'edit' } as const

function plain(role: string): GrantAsked {
  return { role, at: null, tagged: null, from: null, until: null, confirmed: false }
}

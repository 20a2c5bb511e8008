import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core'
import type { RouteInput } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { NewPassword } from '../signin/new-password.tsx'
import sheet from '../signin/signed-out-layout.module.css'
import { Outside } from '../signin/signed-out-layout.tsx'
import { tokenInAddress } from '../signin/token-in-address.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './set-up-page.module.css'

const kinds = [
  { value: 'dental', label: 'Dental' },
  { value: 'medical', label: 'Medical' },
  { value: 'nutrition', label: 'Dietetics and nutrition' },
  { value: 'therapy', label: 'Physical or occupational therapy' },
  { value: 'mental-health', label: 'Mental health' },
  { value: 'wellness', label: 'Wellness' },
  { value: 'other', label: 'Other' },
]

/** Modules that can be off. */
const modules = Object.entries(practiceCatalog.modules).flatMap(([id, { label, always }]) =>
  always ? [] : [{ id, label, holds: kindsOf(id) }],
)

/** The first few kinds of record of a module, as its description. */
function kindsOf(module: string): string {
  const labels = Object.values(practiceCatalog.kinds).flatMap((kind) =>
    kind.module === module ? [kind.label] : [],
  )
  return `${labels.slice(0, 3).join(', ')}${labels.length > 3 ? ', …' : ''}`
}

/** Creates the practice and its owner, by the link that was shown when Rolecall started. */
export function SetUpPage() {
  const token = tokenInAddress(useLocation().hash)
  const [practice, setPractice] = useState({
    name: '',
    kind: 'dental',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  const [shares, setShares] = useState<string>('')
  const [reads, setReads] = useState<string>('')
  const [chosen, setChosen] = useState<readonly string[]>(modules.map(({ id }) => id))
  const [owner, setOwner] = useState({
    name: '',
    email: '',
    password: '',
  })
  const [ownerKind, setOwnerKind] = useState<string>('practitioner')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: (body: RouteInput<'POST /api/set-up'>['body']) => call('POST /api/set-up', { body }),
    meta: { proves: true },
    onSuccess: async () => {
      // Also the answer to anyone that there is no practice yet.
      queries.clear()
      await navigate({ to: '/' })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (token === undefined) return
    make.mutate({
      token,
      practice,
      sharesPatients: shares === 'yes',
      assistantsReadSignedNotes: reads === 'yes',
      modules: chosen,
      owner: { ...owner, memberKind: ownerKind === 'administrative' ? 'administrative' : 'practitioner' },
    })
  }
  return (
    <Outside
      title="Set up"
      help={[
        'This page creates your practice and its owner. The owner or an admin can change all of this later.',
        'The owner manages everyone’s access. Being the owner doesn’t give access to notes: that takes a role, as for everyone.',
      ]}
    >
      <form className={classes.form} onSubmit={submit}>
        <div className={sheet.intro}>
          <h1>Set up your practice</h1>
          <p>
            Four questions and your own account. It takes two minutes, and you can change everything later.
          </p>
        </div>
        {token === undefined && (
          <Notice tone="trouble">
            This link is incomplete. Copy the whole link that was shown when Rolecall started.
          </Notice>
        )}
        <fieldset className={classes.part}>
          <legend>The practice</legend>
          <TextInput
            label="Name"
            required
            withAsterisk={false}
            maxLength={200}
            autoComplete="organization"
            value={practice.name}
            onChange={(event) => setPractice({ ...practice, name: event.currentTarget.value })}
          />
          <NativeSelect
            label="What kind of practice is it?"
            data={kinds}
            value={practice.kind}
            onChange={(event) => setPractice({ ...practice, kind: event.currentTarget.value })}
          />
          <TextInput
            label="Time zone"
            description="Taken from this device"
            required
            withAsterisk={false}
            value={practice.timeZone}
            onChange={(event) => setPractice({ ...practice, timeZone: event.currentTarget.value })}
          />
        </fieldset>
        <fieldset className={classes.part}>
          <legend>How people work together</legend>
          <Radio.Group
            label="Do people here share patients?"
            required
            withAsterisk={false}
            value={shares}
            onChange={setShares}
          >
            <div className={classes.choices}>
              <Radio
                value="yes"
                required
                label="Yes"
                description="New staff start with everyone’s patients, within their role"
              />
              <Radio
                value="no"
                required
                label="No"
                description="New staff start with their own patients only"
              />
            </div>
          </Radio.Group>
          <Radio.Group
            label="Can clinical assistants read signed notes?"
            required
            withAsterisk={false}
            value={reads}
            onChange={setReads}
          >
            <div className={classes.choices}>
              <Radio
                value="yes"
                required
                label="Yes"
                description="Adds a separate role that includes signed notes"
              />
              <Radio value="no" required label="No" description="They can only read unsigned notes" />
            </div>
          </Radio.Group>
          <Checkbox.Group
            label="Which modules do you use?"
            description="No one has access to a module that is off"
            value={[...chosen]}
            onChange={setChosen}
          >
            <div className={classes.modules}>
              {modules.map(({ id, label, holds }) => (
                <Checkbox key={id} value={id} label={label} description={holds} />
              ))}
            </div>
          </Checkbox.Group>
        </fieldset>
        <fieldset className={classes.part}>
          <legend>You, the owner</legend>
          <TextInput
            label="Your name"
            required
            withAsterisk={false}
            maxLength={200}
            autoComplete="name"
            value={owner.name}
            onChange={(event) => setOwner({ ...owner, name: event.currentTarget.value })}
          />
          <Radio.Group label="Do you treat patients?" value={ownerKind} onChange={setOwnerKind}>
            <div className={classes.choices}>
              <Radio value="practitioner" label="Yes, I am a practitioner" />
              <Radio value="administrative" label="No, I run the practice" />
            </div>
          </Radio.Group>
          <TextInput
            label="E-mail address"
            type="email"
            required
            withAsterisk={false}
            autoComplete="username"
            value={owner.email}
            onChange={(event) => setOwner({ ...owner, email: event.currentTarget.value })}
          />
          <NewPassword
            password={owner.password}
            change={(password) => setOwner({ ...owner, password })}
            words={[owner.name, owner.email, practice.name].filter((word) => word !== '')}
          />
        </fieldset>
        {make.isError && (
          <Notice tone="trouble">
            <ErrorWords error={make.error} />
          </Notice>
        )}
        <div>
          <Button type="submit" size="md" loading={make.isPending} disabled={token === undefined}>
            Create practice
          </Button>
        </div>
      </form>
    </Outside>
  )
}

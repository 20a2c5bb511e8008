import { Button, TextInput } from '@mantine/core'
import type { RouteInput } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { clearCache } from '../api/client.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { NewPassword } from './new-password.tsx'
import classes from './signed-out-layout.module.css'
import { Outside } from './signed-out-layout.tsx'
import { tokenInAddress } from './token-in-address.ts'

/** Accepts an invitation to a practice. */
export function AcceptPage() {
  const token = tokenInAddress(useLocation().hash)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const accept = useMutation({
    mutationFn: (body: RouteInput<'PUT /api/invitation'>['body']) => call('PUT /api/invitation', { body }),
    meta: { proves: true },
    onSuccess: async () => {
      clearCache(queries)
      await navigate({ to: '/' })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (token !== undefined) accept.mutate({ token, password, ...(name !== '' && { name }) })
  }
  return (
    <Outside
      title="Your invitation"
      help={[
        'An account belongs to one person, even if they work in several practices. If you already have one, enter its password. Otherwise, choose one now.',
      ]}
    >
      <form className={classes.form} onSubmit={submit}>
        <div className={classes.intro}>
          <h1>Accept your invitation</h1>
          <p>You’ve been invited to join a practice. If you already have an account, enter its password.</p>
        </div>
        {token === undefined && (
          <Notice tone="trouble">This link is incomplete. Copy the whole link from the e-mail.</Notice>
        )}
        {accept.isError && (
          <Notice tone="trouble">
            <ErrorWords error={accept.error} />
          </Notice>
        )}
        <TextInput
          label="Your name"
          description="Shown to colleagues and patients"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword password={password} change={setPassword} words={name === '' ? [] : [name]} />
        <div>
          <Button type="submit" loading={accept.isPending} disabled={token === undefined}>
            Accept invitation
          </Button>
        </div>
      </form>
    </Outside>
  )
}

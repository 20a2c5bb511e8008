import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { forgetAnswers } from '../api/client.ts'
import { acceptInvitation } from '../api/queries.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { NewPassword } from './new-password.tsx'
import classes from './signed-out-layout.module.css'
import { Outside } from './signed-out-layout.tsx'
import { tokenInAddress } from './token-in-address.ts'

/** Taking the place in a practice that one was invited to. */
export function AcceptPage() {
  const token = tokenInAddress(useLocation().hash)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const accept = useMutation({
    mutationFn: acceptInvitation,
    meta: { proves: true },
    onSuccess: async () => {
      forgetAnswers(queries)
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
        'An account belongs to one person, however many practices they work in. If you have one already, enter its password; otherwise you choose one now.',
      ]}
    >
      <form className={classes.form} onSubmit={submit}>
        <div className={classes.intro}>
          <h1>Take your place</h1>
          <p>You were invited to work in a practice. If you have an account already, use its password.</p>
        </div>
        {token === undefined && (
          <Notice tone="trouble">This link is cut short. Open it from the mail once more, as a whole.</Notice>
        )}
        {accept.isError && (
          <Notice tone="trouble">
            <ErrorWords error={accept.error} />
          </Notice>
        )}
        <TextInput
          label="Your name"
          description="As colleagues and patients see it"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword password={password} change={setPassword} words={name === '' ? [] : [name]} />
        <div>
          <Button type="submit" loading={accept.isPending} disabled={token === undefined}>
            Accept
          </Button>
        </div>
      </form>
    </Outside>
  )
}

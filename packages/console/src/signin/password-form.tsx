import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core'
import type { RouteInput } from '@rolecall/contract'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { Failure } from '../api/failure.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { ChoosePractice, practicesIn } from './choose-practice.tsx'
import classes from './signed-out-layout.module.css'

interface PasswordFormProps {
  readonly hasEnded: boolean
  readonly practice: string | undefined
  readonly enter: () => void
}

/** Signing in with an e-mail address and a password. */
export function PasswordForm({ hasEnded, practice, enter }: PasswordFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const prove = useMutation({
    mutationFn: (body: RouteInput<'POST /api/session'>['body']) => call('POST /api/session', { body }),
    onSuccess: enter,
    meta: { proves: true },
  })
  const practices = practicesIn(prove.error)
  const send = (practiceId?: string): void => prove.mutate({ email, password, practice: practiceId })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send()
  }
  if (practices !== undefined)
    return <ChoosePractice practices={practices} busy={prove.isPending} choose={(id) => send(id)} />
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.intro}>
        <h1>Sign in</h1>
        {practice !== undefined && <p>to {practice}</p>}
      </div>
      {hasEnded && <Notice>Your session has ended. Sign in to continue where you left off.</Notice>}
      {prove.isError && (
        <Notice tone="trouble">
          <ErrorWords error={prove.error} />
        </Notice>
      )}
      <TextInput
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={prove.error instanceof Failure && prove.error.status === 401}
      />
      <div className={classes.beside}>
        <Button type="submit" loading={prove.isPending}>
          Sign in
        </Button>
        <Anchor component={Link} to="/forgotten" size="sm">
          Forgot your password?
        </Anchor>
      </div>
    </form>
  )
}

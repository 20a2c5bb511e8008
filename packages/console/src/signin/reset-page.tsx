import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { NewPassword } from './new-password.tsx'
import classes from './signed-out-layout.module.css'
import { Outside } from './signed-out-layout.tsx'
import { tokenInAddress } from './token-in-address.ts'

/** Chooses a new password with the link that was sent. */
export function ResetPage() {
  const token = tokenInAddress(useLocation().hash)
  const [password, setPassword] = useState('')
  const reset = useMutation({
    mutationFn: (token: string) => call('PUT /api/password-reset', { body: { token, password } }),
    meta: { proves: true },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (token !== undefined) reset.mutate(token)
  }
  return (
    <Outside
      title="New password"
      help={['Choose a password you don’t use anywhere else. You’ll be signed out on every device.']}
    >
      {reset.isSuccess ? (
        <div className={classes.form}>
          <h1>Password changed</h1>
          <p>You’ve been signed out everywhere. Sign in with your new password.</p>
          <div>
            <Button component={Link} to="/sign-in">
              Sign in
            </Button>
          </div>
        </div>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <h1>Choose a new password</h1>
          {token === undefined && (
            <Notice tone="trouble">This link is incomplete. Copy the whole link from the e-mail.</Notice>
          )}
          {reset.isError && (
            <Notice tone="trouble">
              <ErrorWords error={reset.error} />
            </Notice>
          )}
          <NewPassword label="New password" password={password} change={setPassword} words={[]} />
          <div>
            <Button type="submit" loading={reset.isPending} disabled={token === undefined}>
              Change password
            </Button>
          </div>
        </form>
      )}
    </Outside>
  )
}

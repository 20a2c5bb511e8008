import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { resetPassword } from '../api/queries.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { NewPassword } from './new-password.tsx'
import classes from './signed-out-layout.module.css'
import { Outside } from './signed-out-layout.tsx'
import { tokenInAddress } from './token-in-address.ts'

/** Choosing a new password by the link that was sent. */
export function ResetPage() {
  const token = tokenInAddress(useLocation().hash)
  const [password, setPassword] = useState('')
  const reset = useMutation({ mutationFn: resetPassword, meta: { proves: true } })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (token !== undefined) reset.mutate({ token, password })
  }
  return (
    <Outside
      title="New password"
      help={[
        'Choose a password that you use nowhere else. Every session of your account ends, on every device.',
      ]}
    >
      {reset.isSuccess ? (
        <div className={classes.form}>
          <h1>Your password is changed</h1>
          <p>Every session of yours has ended. Sign in with the new one.</p>
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
            <Notice tone="trouble">
              This link is cut short. Open it from the mail once more, as a whole.
            </Notice>
          )}
          {reset.isError && (
            <Notice tone="trouble">
              <ErrorWords error={reset.error} />
            </Notice>
          )}
          <NewPassword password={password} change={setPassword} words={[]} />
          <div>
            <Button type="submit" loading={reset.isPending} disabled={token === undefined}>
              Change the password
            </Button>
          </div>
        </form>
      )}
    </Outside>
  )
}

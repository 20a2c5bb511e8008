import { Anchor, Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './signed-out-layout.module.css'
import { Outside } from './signed-out-layout.tsx'

/** Asks for a link to choose a new password. The answer is the same whether there is such an account or not. */
export function ForgottenPage() {
  const [email, setEmail] = useState('')
  const ask = useMutation({
    mutationFn: () => call('POST /api/password-reset', { body: { email } }),
    meta: { proves: true },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <Outside
      title="Forgot password"
      help={[
        'Rolecall e-mails you a link to choose a new password. The link works once and expires soon. Changing your password signs you out everywhere.',
        'No e-mail? Check your spam folder and the address you entered, or ask an admin of your practice.',
      ]}
    >
      <form className={classes.form} onSubmit={submit}>
        <h1>Forgot your password?</h1>
        {ask.isSuccess ? (
          <Notice>
            If there is an account with this address, we’ve e-mailed it a link. The link works once and
            expires soon.
          </Notice>
        ) : (
          <p>Enter your account’s e-mail address. We’ll send you a link to choose a new password.</p>
        )}
        {ask.isError && (
          <Notice tone="trouble">
            <ErrorWords error={ask.error} />
          </Notice>
        )}
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <div className={classes.beside}>
          <Button type="submit" loading={ask.isPending}>
            Send link
          </Button>
          <Anchor component={Link} to="/sign-in" size="sm">
            Back to sign in
          </Anchor>
        </div>
      </form>
    </Outside>
  )
}

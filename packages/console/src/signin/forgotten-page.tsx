import { Anchor, Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { askForReset } from '../api/queries.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './signed-out-layout.module.css'
import { Outside } from './signed-out-layout.tsx'

/** Asking for a link to choose a new password. The answer is the same whether there is such an account or not. */
export function ForgottenPage() {
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: askForReset, meta: { proves: true } })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate(email)
  }
  return (
    <Outside
      title="Forgotten password"
      help={[
        'Rolecall sends a link to the address of your account. It works once and for a short while; with it you choose a new password, and every session of yours ends.',
        'No mail came? Look among the unwanted ones, check the address, or ask an admin of your practice.',
      ]}
    >
      <form className={classes.form} onSubmit={submit}>
        <h1>Forgotten your password?</h1>
        {ask.isSuccess ? (
          <Notice>
            If there is an account with this address, a link is on its way to it. It works once and for a
            short while.
          </Notice>
        ) : (
          <p>Enter the address of your account, and a link to choose a new password is sent there.</p>
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
            Send the link
          </Button>
          <Anchor component={Link} to="/sign-in" size="sm">
            Back to sign in
          </Anchor>
        </div>
      </form>
    </Outside>
  )
}

import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { invalidate } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { NewPassword } from '../signin/new-password.tsx'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './change-password.module.css'

/** Changes one’s own password, with the current one as proof. */
export function ChangePassword() {
  const { member, practice } = useMe()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: () => call('PUT /api/account/password', { body: { current, next } }),
    onSuccess: async () => {
      setCurrent('')
      setNext('')
      await invalidate(queries, 'GET /api/sessions')
    },
    // A wrong current password is the answer here, and says nothing about the session.
    meta: { proves: true },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {change.isError && (
        <Notice tone="trouble">
          <ErrorWords error={change.error} /> Your password hasn’t changed.
        </Notice>
      )}
      {change.isSuccess && <Notice>Password changed. You were signed out everywhere else.</Notice>}
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <NewPassword
        label="New password"
        password={next}
        change={(password) => {
          setNext(password)
          if (change.isSuccess) change.reset()
        }}
        words={[member.name, practice.name]}
      />
      <div>
        <Button type="submit" loading={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  )
}

import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import { clearCache } from '../api/client.ts'
import { goOn, proof } from '../api/reauthentication.ts'
import { meQuery } from '../api/session.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './signed-out-layout.module.css'

/** Asks for the password over the page as it was left, so that the same person can continue with what they typed. */
export function ReauthenticationDialog({ me }: { readonly me: Me | undefined }) {
  const { data: needed } = useQuery(proof)
  return (
    <Modal.Root
      opened={needed !== 'not-needed'}
      onClose={() => {}}
      closeOnEscape={false}
      closeOnClickOutside={false}
      centered
    >
      <Modal.Overlay backgroundOpacity={0.6} blur={8} />
      <Modal.Content>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation">
          <Modal.Title>{needed === 'locked' ? 'Rolecall is locked' : 'Your session has ended'}</Modal.Title>
        </Modal.Header>
        <Modal.Body>{needed !== 'not-needed' && <Prove isLocked={needed === 'locked'} me={me} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Prove({ isLocked, me }: { readonly isLocked: boolean; readonly me: Me | undefined }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const prove = useMutation({
    mutationFn: () =>
      isLocked
        ? call('POST /api/session/unlock', { body: { password } })
        : call('POST /api/session', { body: { email, password } }),
    onSuccess: async () => {
      const now = await queries.fetchQuery({ ...meQuery, staleTime: 0 })
      if (me !== undefined && now.member.id !== me.member.id) {
        // Somebody else: nothing of the one before is for their eyes.
        await navigate({ to: '/' })
        clearCache(queries)
        return
      }
      await goOn(queries)
    },
    meta: { proves: true },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    prove.mutate()
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>
        {isLocked
          ? 'Locked after inactivity. Enter your password to continue; your work is still here.'
          : 'Sign in again to continue; your work is still here.'}
      </p>
      {prove.isError && (
        <Notice tone="trouble">
          <ErrorWords error={prove.error} />
        </Notice>
      )}
      {!isLocked && (
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className={classes.beside}>
        <Button type="submit" loading={prove.isPending}>
          {isLocked ? 'Unlock' : 'Sign in'}
        </Button>
        <Button
          variant="subtle"
          onClick={async () => {
            await navigate({ to: '/sign-in' })
            clearCache(queries)
          }}
        >
          {me === undefined ? 'Sign in as someone else' : `Not ${me.member.name}?`}
        </Button>
      </div>
    </form>
  )
}

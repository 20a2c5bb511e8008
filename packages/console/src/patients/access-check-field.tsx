import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import classes from './access-check-field.module.css'

/** Checks access to any patient by number, listed or not. */
export function AccessCheckField({ check }: { readonly check: (patient: string) => void }) {
  const [id, setId] = useState('')
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (id.trim() !== '') check(id.trim())
      }}
    >
      <TextInput
        className={classes.field}
        label="Check access by patient number"
        placeholder="Any patient"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Check
      </Button>
    </form>
  )
}

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import classes from './ask-field.module.css'

/** Asks about any patient id, listed or not. */
export function AskField({ ask }: { readonly ask: (patient: string) => void }) {
  const [id, setId] = useState('')
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (id.trim() !== '') ask(id.trim())
      }}
    >
      <TextInput
        className={classes.field}
        label="Ask about a patient id"
        placeholder="Listed here or not"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Ask
      </Button>
    </form>
  )
}

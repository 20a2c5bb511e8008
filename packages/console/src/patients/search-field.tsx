import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import classes from './search-field.module.css'

interface SearchFieldProps {
  readonly search: string
  readonly change: (search: string) => void
}

/** Searches as one types. What is typed here is ahead of the address by a moment, and never behind it. */
export function SearchField({ search, change }: SearchFieldProps) {
  const [typed, setTyped] = useState(search)
  const [sent, setSent] = useState(search)
  const [seen, setSeen] = useState(search)
  const field = useRef<HTMLInputElement>(null)
  const send = (next: string): void => {
    setSent(next)
    change(next)
  }
  const sendSoon = useDebouncedCallback(send, 150)
  useHotkeys([
    [
      '/',
      () => {
        // The focus stays in a drawer for as long as one is open.
        if (document.querySelector('[aria-modal=true]') === null) field.current?.focus()
      },
    ],
  ])

  // The address changed without this field: back, a link, or "clear the search".
  if (search !== seen) {
    setSeen(search)
    if (search !== sent) {
      setTyped(search)
      setSent(search)
    }
  }

  const type = (next: string): void => {
    setTyped(next)
    sendSoon(next.trim())
  }
  const clear = (): void => {
    sendSoon.cancel()
    setTyped('')
    send('')
    field.current?.focus()
  }
  return (
    <TextInput
      ref={field}
      label="Search by name"
      placeholder="Family or given name"
      type="search"
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={17} aria-hidden="true" />}
      rightSection={
        typed === '' ? (
          <Kbd aria-hidden="true" className={classes.key}>
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear search" onClick={clear} />
        )
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') sendSoon.flush()
      }}
    />
  )
}

import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'

interface WordSearchProps {
  readonly label: string
  readonly placeholder: string
  readonly search: string
  readonly change: (search: string) => void
}

/** Searches in what is on the page already, as one types. */
export function WordSearch({ label, placeholder, search, change }: WordSearchProps) {
  const [typed, setTyped] = useState(search)
  const [seen, setSeen] = useState(search)
  const field = useRef<HTMLInputElement>(null)
  // The address changed without this field: back, a link, or a button that clears it.
  if (search !== seen) {
    setSeen(search)
    if (search !== typed.trim()) setTyped(search)
  }
  const type = (next: string): void => {
    setTyped(next)
    change(next.trim())
  }
  return (
    <TextInput
      ref={field}
      label={label}
      placeholder={placeholder}
      type="search"
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={17} aria-hidden="true" />}
      rightSection={
        typed !== '' && (
          <CloseButton
            size="sm"
            aria-label="Clear search"
            onClick={() => {
              type('')
              field.current?.focus()
            }}
          />
        )
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

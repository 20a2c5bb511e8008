import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import classes from './birth-date-field.module.css'

interface BirthDateFieldProps {
  /** As exact as it is known: `1984`, `1984-03` or `1984-03-07`. */
  readonly value: string
  readonly change: (value: string) => void
}

/** A whole date is picked, a part of one is typed. */
export function BirthDateField({ value, change }: BirthDateFieldProps) {
  const [isPart, setIsPart] = useState(value !== '' && value.length < 10)
  return (
    <div>
      {isPart ? (
        <TextInput
          label="Birth date"
          description="Year, or year and month: 1984 or 1984-03"
          inputMode="numeric"
          maxLength={10}
          pattern="\d{4}(-\d{2}(-\d{2})?)?"
          value={value}
          onChange={(event) => change(event.currentTarget.value.trim())}
        />
      ) : (
        <TextInput
          label="Birth date"
          type="date"
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      <Button
        className={classes.turn}
        size="compact-xs"
        variant="subtle"
        onClick={() => {
          // A field for dates shows no part of one.
          change(isPart ? '' : value.slice(0, 4))
          setIsPart(!isPart)
        }}
      >
        {isPart ? 'Enter full date' : 'I only know the year'}
      </Button>
    </div>
  )
}

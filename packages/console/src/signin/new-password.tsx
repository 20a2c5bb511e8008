import { PasswordInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { asSentence } from '../api/as-sentence.ts'
import { askStrength } from '../api/queries.ts'

interface NewPasswordProps {
  readonly password: string
  readonly change: (password: string) => void
  /** What it must not be made of: the name, the address, the practice. */
  readonly words: readonly string[]
}

const least = 15

/** A password that is being chosen, with a word on whether it would do while one types. */
export function NewPassword({ password, change, words }: NewPasswordProps) {
  const [settled] = useDebouncedValue(password, 400)
  const isLong = [...settled].length >= least
  const { data } = useQuery({ ...askStrength(settled, words), enabled: isLong && settled === password })
  return (
    <PasswordInput
      label="Password"
      description="At least 15 characters. A few words in a row that only you would put together do well, in any language; no digits or signs are asked for."
      name="new-password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={least}
      value={password}
      onChange={(event) => change(event.currentTarget.value)}
      {...(data !== undefined && !data.accepted && { error: asSentence(data.sentence) })}
      {...(data?.accepted === true && { success: asSentence(data.sentence) })}
    />
  )
}

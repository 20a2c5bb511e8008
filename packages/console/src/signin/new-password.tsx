import { PasswordInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { asSentence } from '../api/as-sentence.ts'
import { queryOf } from '../api/query.ts'

interface NewPasswordProps {
  readonly label?: string
  readonly password: string
  readonly change: (password: string) => void
  /** What it must not be made of: the name, the address, the practice. */
  readonly words: readonly string[]
}

const least = 15

/** A field for a new password that checks its strength while one types. */
export function NewPassword({ label = 'Password', password, change, words }: NewPasswordProps) {
  const [settled] = useDebouncedValue(password, 400)
  const isLong = [...settled].length >= least
  const { data } = useQuery({
    ...queryOf('POST /api/account/password/strength', 'anyone', { body: { password: settled, words } }),
    enabled: isLong && settled === password,
    // What was typed is kept no longer than it is looked at.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <PasswordInput
      label={label}
      description="At least 15 characters. A few random words work well."
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

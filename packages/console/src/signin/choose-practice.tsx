import { Button } from '@mantine/core'
import { Failure } from '../api/failure.ts'
import classes from './signed-out-layout.module.css'

interface Practice {
  readonly id: string
  readonly name: string
}

interface ChoosePracticeProps {
  readonly practices: readonly Practice[]
  readonly busy: boolean
  readonly choose: (id: string) => void
}

/** For an account that belongs to several practices. */
export function ChoosePractice({ practices, busy, choose }: ChoosePracticeProps) {
  return (
    <div className={classes.form}>
      <div className={classes.intro}>
        <h1>Choose a practice</h1>
        <p>You belong to several practices. Choose the one to work in now.</p>
      </div>
      {practices.map(({ id, name }) => (
        <Button key={id} variant="default" justify="flex-start" disabled={busy} onClick={() => choose(id)}>
          {name}
        </Button>
      ))}
    </div>
  )
}

/** The practices an answer leaves to choose from. */
export function practicesIn(error: unknown): readonly Practice[] | undefined {
  if (!(error instanceof Failure) || error.status !== 409) return undefined
  return error.body?.practices
}

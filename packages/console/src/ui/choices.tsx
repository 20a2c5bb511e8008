import { Checkbox } from '@mantine/core'
import classes from './choices.module.css'

interface ChoicesProps {
  readonly label: string
  readonly description?: string
  /** Ids and what they are called. */
  readonly of: ReadonlyMap<string, string>
  readonly chosen: readonly string[]
  readonly choose: (chosen: readonly string[]) => void
}

/** Some of several, by ticking. */
export function Choices({ label, description, of, chosen, choose }: ChoicesProps) {
  return (
    <Checkbox.Group label={label} description={description} value={[...chosen]} onChange={choose}>
      <div className={classes.choices}>
        {[...of].map(([id, name]) => (
          <Checkbox key={id} value={id} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

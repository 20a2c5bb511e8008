import { NativeSelect, TextInput } from '@mantine/core'
import type { RouteInput, WholePatient } from '@rolecall/contract'
import { BirthDateField } from './birth-date-field.tsx'
import classes from './details-fields.module.css'

type Gender = NonNullable<RouteInput<'POST /api/patients'>['body']['gender']>

/** What is known of a patient as a person. */
export interface Details extends Pick<WholePatient, 'given' | 'family' | 'birthDate' | 'phone' | 'email'> {
  readonly gender: Gender
}

const genders: readonly { readonly value: Gender; readonly label: string }[] = [
  { value: 'unknown', label: 'Unknown' },
  { value: 'female', label: 'Female' },
  { value: 'male', label: 'Male' },
  { value: 'other', label: 'Other' },
]

interface DetailsFieldsProps {
  readonly details: Pick<WholePatient, keyof Details>
  readonly change: (said: Partial<Details>) => void
}

export function DetailsFields({ details, change }: DetailsFieldsProps) {
  return (
    <>
      <div className={classes.beside}>
        <TextInput
          label="Given name"
          data-autofocus
          maxLength={200}
          value={details.given}
          onChange={(event) => change({ given: event.currentTarget.value })}
        />
        <TextInput
          label="Family name"
          required
          withAsterisk={false}
          maxLength={200}
          value={details.family}
          onChange={(event) => change({ family: event.currentTarget.value })}
        />
      </div>
      <div className={classes.beside}>
        <BirthDateField value={details.birthDate} change={(birthDate) => change({ birthDate })} />
        <NativeSelect
          label="Gender"
          value={details.gender}
          data={genders}
          onChange={({ currentTarget }) =>
            change({ gender: genders.find(({ value }) => value === currentTarget.value)?.value ?? 'unknown' })
          }
        />
      </div>
      <div className={classes.beside}>
        <TextInput
          label="Phone"
          type="tel"
          maxLength={100}
          value={details.phone}
          onChange={(event) => change({ phone: event.currentTarget.value })}
        />
        <TextInput
          label="E-mail"
          type="email"
          maxLength={300}
          value={details.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
      </div>
    </>
  )
}

/**
 * The lists that are read page by page, each with the indexes that hold its orders. One entry a kind.
 */
import type { Columns, PatientColumns } from '@rolecall/core'
import { type RawBuilder, sql } from 'kysely'
import { storedKinds } from './record-sources.ts'

/** An order of a list. Ids decide where the key is the same. */
export interface Order {
  /** The column that is sorted by. Two indexes end with it and the id: one over all, one for each set of facts. */
  readonly key: string
  readonly type: 'text' | 'timestamptz'
  readonly descending: boolean
}

export interface Listing {
  readonly table: 'patient' | 'note' | 'patient_token'
  readonly id: string
  readonly facts: string
  readonly owner: string | undefined
  /** Who the patient is. */
  readonly patient: string
  /** What a condition may ask of a row without its facts. Those that are in the indexes come first. */
  readonly asked: readonly string[]
  readonly columns: Columns
  readonly orders: Readonly<Record<string, Order>>
  /** What a page shows. */
  readonly shown: readonly string[]
  /** Rows from all over the list, to guess by how many of them are in reach. */
  readonly glimpses: (practiceId: string) => RawBuilder<GlimpseRow>
}

export interface GlimpseRow {
  readonly facts_id: string
  readonly owner: string | null
  readonly signed: boolean | null
  readonly name: string | null
}

const patientColumns = storedKinds.patient.columns.patient as PatientColumns

/** Ten from each of these years on: who was born together is not called alike, and rarely has the same care team. */
const years = Array.from({ length: 100 }, (_, year) => String(1930 + year))

export const listings = {
  patient: {
    table: 'patient',
    id: 'id',
    facts: 'facts_id',
    owner: undefined,
    patient: 'id',
    asked: ['facts_id'],
    columns: { id: 'patient.id', patient: patientColumns },
    orders: {
      name: { key: 'sort_key', type: 'text', descending: false },
      '-name': { key: 'sort_key', type: 'text', descending: true },
      birthDate: { key: 'birth_key', type: 'text', descending: false },
      '-birthDate': { key: 'birth_key', type: 'text', descending: true },
    },
    shown: ['family', 'given', 'birth_date', 'gender', 'facts_id'],
    glimpses: (practiceId) => sql<GlimpseRow>`
      select facts_id, null as owner, null as signed, translate(sort_key, E'\\t-', '  ') as name from (
        (select facts_id, sort_key from patient where practice_id = ${practiceId} and birth_key = '' order by id limit 200)
        union all
        select one.* from unnest(${years}::text[]) as year cross join lateral (
          select facts_id, sort_key from patient where practice_id = ${practiceId} and birth_key >= year collate "C"
          order by birth_key, id limit 10
        ) as one
      ) as sampled`,
  },
  note: {
    table: 'note',
    id: 'id',
    facts: 'patient_facts_id',
    owner: 'owner_id',
    patient: 'patient_id',
    asked: ['patient_facts_id', 'owner_id', 'signed', 'author_id', 'patient_id'],
    columns: storedKinds.note.columns,
    orders: { '-writtenAt': { key: 'written_at', type: 'timestamptz', descending: true } },
    shown: [
      'patient_id',
      'owner_id',
      'author_id',
      'title',
      'signed',
      'version',
      'revision',
      'patient_facts_id',
    ],
    glimpses: (practiceId) => sql<GlimpseRow>`
      select patient_facts_id as facts_id, owner_id as owner, signed, null as name from note where practice_id = ${practiceId}
      order by written_at desc, id desc limit 1000`,
  },
} satisfies Record<string, Listing>

export type ListedKind = keyof typeof listings
export type OrderOf<K extends ListedKind> = keyof (typeof listings)[K]['orders'] & string

interface Shown {
  readonly patient: {
    readonly family: string
    readonly given: string
    readonly birth_date: string | null
    readonly gender: string | null
    readonly facts_id: string
  }
  readonly note: {
    readonly patient_id: string
    readonly owner_id: string | null
    readonly author_id: string | null
    readonly title: string
    readonly signed: boolean
    readonly version: number
    readonly revision: number
    readonly patient_facts_id: string
  }
}

/** A row of a page: its id, what it is sorted by, and what is shown. */
export type ListedRow<K extends ListedKind> = Shown[K] & { readonly id: string; readonly key: string }

/** The words of names as a list of patients: what decides, and their place in the list, stand beside each word. */
export const tokens: Listing = {
  ...listings.patient,
  table: 'patient_token',
  id: 'patient_id',
  patient: 'patient_id',
  columns: {
    id: 'patient_token.patient_id',
    patient: { ...patientColumns, id: 'patient_token.patient_id' },
  },
}

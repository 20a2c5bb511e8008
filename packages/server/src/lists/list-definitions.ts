/**
 * The lists that are read page by page, each with its columns and the orders that its indexes hold. A kind of record
 * is listed by an entry here; nothing else of this folder knows a kind.
 */
import type { Columns, PatientColumns } from '@rolecall/core'
import { storedKinds } from './record-sources.ts'

/** An order of a list. Ids decide between equal keys. */
export interface Order {
  /** The column to sort by. Two indexes end with it and the id: one over all rows, one for each facts set. */
  readonly key: string
  readonly type: 'text' | 'timestamptz'
  readonly descending: boolean
}

/** A table whose rows each name the facts set of their patient. */
export interface Source {
  readonly table: string
  /** The id of the record. */
  readonly id: string
  /** The number of the facts set. */
  readonly facts: string
  /** The id of the patient. */
  readonly patient: string
  readonly columns: Columns
}

export interface Listing extends Source {
  readonly owner?: string
  readonly orders: Readonly<Record<string, Order>>
  /** Columns of a row on a page. */
  readonly shown: readonly string[]
  readonly words?: WordIndex
}

/** One row for each word of a record's name. An index leads from the word to all that decides about a row. */
export interface WordIndex extends Source {
  readonly word: string
  /** The folded name, a column of the record and of its words. */
  readonly name: string
}

const patientColumns = storedKinds.patient.columns.patient as PatientColumns

export const listings = {
  patient: {
    table: 'patient',
    id: 'id',
    facts: 'facts_id',
    patient: 'id',
    columns: { id: 'patient.id', patient: patientColumns },
    orders: {
      name: { key: 'sort_key', type: 'text', descending: false },
      '-name': { key: 'sort_key', type: 'text', descending: true },
      birthDate: { key: 'birth_key', type: 'text', descending: false },
      '-birthDate': { key: 'birth_key', type: 'text', descending: true },
    },
    shown: ['family', 'given', 'birth_date', 'gender', 'facts_id'],
    words: {
      table: 'patient_token',
      id: 'patient_id',
      facts: 'facts_id',
      patient: 'patient_id',
      columns: {
        id: 'patient_token.patient_id',
        patient: { ...patientColumns, id: 'patient_token.patient_id' },
      },
      word: 'token',
      name: 'sort_key',
    },
  },
  note: {
    table: 'note',
    id: 'id',
    facts: 'patient_facts_id',
    owner: 'owner_id',
    patient: 'patient_id',
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

/** A row of a page: its id, its sort key, and what is shown. */
export type ListedRow<K extends ListedKind> = Shown[K] & { readonly id: string; readonly key: string }

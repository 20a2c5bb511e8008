/** What the chart of one patient asks. Every answer is kept under whose eyes it was seen with. */
import type {
  AuditPage,
  CareTeam,
  Restricted,
  SavedPatient,
  WhoCan,
  WholePatient,
  Why,
} from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { asked, type Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'
import type { Details } from '../patients/details-fields.tsx'
import type { Saving } from './use-change.ts'

/** Null: there is none within reach, or none at all; the two are the same here. */
export function askPatient(eyes: Eyes, patient: string) {
  return queryOptions({
    queryKey: ['patient', eyes, patient],
    queryFn: async ({ signal }): Promise<WholePatient | null> => {
      try {
        return (await request(at(patient), { signal })) as WholePatient
      } catch (error) {
        if (error instanceof Failure && (error.status === 404 || error.status === 403)) return null
        throw error
      }
    },
  })
}

export function askCareTeam(eyes: Eyes, patient: string) {
  return queryOptions({
    queryKey: ['care-team', eyes, patient],
    queryFn: ({ signal }) => request(`${at(patient)}/care-team`, { signal }) as Promise<CareTeam>,
  })
}

/** Say some of what is known of a patient otherwise, upon the version that was read. */
export async function editPatient(
  patient: string,
  { version, confirmed, said }: Saving & { readonly said: Partial<Details> },
): Promise<SavedPatient> {
  return (await request(at(patient), {
    method: 'PATCH',
    version,
    body: { ...said, confirmed },
  })) as SavedPatient
}

/** A change of one patient. */
type Changing = Saving & Pick<WholePatient, 'id'>

export async function setTags(
  { id, version, confirmed }: Changing,
  tags: readonly string[],
): Promise<SavedPatient> {
  return (await request(`${at(id)}/tags`, {
    method: 'PUT',
    version,
    body: { tags, confirmed },
  })) as SavedPatient
}

/** Write locations on a patient, and no others. */
export async function setLocations(
  { id, version, confirmed }: Changing,
  locations: readonly string[],
): Promise<SavedPatient> {
  return (await request(at(id), {
    method: 'PATCH',
    version,
    body: { locations, confirmed },
  })) as SavedPatient
}

export async function changeCareTeam(
  patient: string,
  change: {
    readonly add: readonly string[]
    readonly remove: readonly string[]
    readonly confirmed: boolean
  },
): Promise<CareTeam> {
  return (await request(`${at(patient)}/care-team`, { method: 'PUT', body: change })) as CareTeam
}

export async function restrict(
  { id, version, confirmed }: Changing,
  restriction: { readonly level: 'none' | 'clinical' | 'whole'; readonly people?: readonly string[] },
): Promise<Restricted> {
  return (await request(`${at(id)}/restriction`, {
    method: 'PUT',
    version,
    body: { ...restriction, confirmed },
  })) as Restricted
}

function at(patient: string): string {
  return `/api/patients/${encodeURIComponent(patient)}`
}

export function askWhoCanSee(eyes: Eyes, patient: string) {
  return queryOptions({
    queryKey: ['who-can', eyes, patient],
    queryFn: ({ signal }) =>
      request(`/api/who-can${asked({ kind: 'patient', act: 'view', record: patient })}`, {
        signal,
      }) as Promise<WhoCan>,
  })
}

/** A page of what the log says about a patient, newest first. */
export async function askLog(patient: string, after: string, signal: AbortSignal): Promise<AuditPage> {
  return (await request(`/api/audit${asked({ record: patient, after, limit: 50 })}`, { signal })) as AuditPage
}

/** About an act on a record, or, without a record, on a kind of record at all. */
export interface ActQuestion {
  readonly kind: string
  readonly act: string
  readonly record?: string | undefined
}

export function askWhyAct(eyes: Eyes, { kind, act, record }: ActQuestion) {
  return queryOptions({
    queryKey: ['why-act', eyes, kind, act, record],
    queryFn: ({ signal }) => request(`/api/why${asked({ kind, act, record })}`, { signal }) as Promise<Why>,
  })
}

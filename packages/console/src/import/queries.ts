import type { ImportReport } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import type { Eyes } from '../api/queries.ts'
import { type Body, request, wordsOf } from '../api/request.ts'

/** In which order a table writes days, months and years. */
export type DateOrder = 'DMY' | 'MDY' | 'YMD'

export interface Sending {
  readonly files: readonly File[]
  readonly dates: DateOrder | undefined
  /** Only say what would come of it. */
  readonly dryRun: boolean
  /** Leave bad lines out, instead of everything. */
  readonly skipBad: boolean
  /** Take lines too that widen the sender's own access. */
  readonly confirmed: boolean
  /** How much of it has left this machine: from 0 to 1. */
  readonly onSent: (part: number) => void
}

/** An import as it goes on, asked again until it is over. */
export function askRun(eyes: Eyes, run: string) {
  return queryOptions({
    queryKey: ['import', eyes, run],
    queryFn: ({ signal }) =>
      request(`/api/imports/${encodeURIComponent(run)}`, { signal }) as Promise<ImportReport>,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 1000),
  })
}

export function isOver({ state }: ImportReport): boolean {
  return state !== 'reading' && state !== 'saving'
}

/** Send files. A large upload takes as long as it takes, so it is not cut off, and says how far it is. */
export function sendFiles({
  files,
  dates,
  dryRun,
  skipBad,
  confirmed,
  onSent,
}: Sending): Promise<ImportReport> {
  const query = new URLSearchParams({
    dryRun: String(dryRun),
    skipBad: String(skipBad),
    confirmed: String(confirmed),
    ...(dates !== undefined && { dates }),
  })
  const form = new FormData()
  for (const file of files) form.append('file', file, file.name)
  return new Promise((done, fail) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', `/api/imports?${query}`)
    sending.setRequestHeader('accept', 'application/json')
    sending.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total)
    sending.onerror = () =>
      fail(new Failure('unreachable', 'Rolecall cannot be reached. Please check your connection.'))
    sending.onload = () => {
      const body = bodyOf(sending.responseText)
      if (sending.status === 200 || sending.status === 202) done(body as unknown as ImportReport)
      else fail(failureOf(sending.status, body))
    }
    sending.send(form)
  })
}

function bodyOf(text: string): Body {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}

function failureOf(status: number, body: Body): Failure {
  const words = wordsOf(body)
  if (status === 401)
    return new Failure(
      body.reason === 'locked' ? 'locked' : 'signed-out',
      words ?? 'You are not signed in.',
      status,
      body,
    )
  if (status >= 500)
    return new Failure('broken', words ?? 'Rolecall cannot answer at the moment.', status, body)
  return new Failure('refused', words ?? 'Rolecall did not accept these files.', status, body)
}

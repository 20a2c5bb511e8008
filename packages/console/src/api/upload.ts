import type { Answer, RouteInput, UploadRoute } from '@rolecall/contract'
import { type AnyInput, fill, methodOf } from './call.ts'
import { Failure } from './failure.ts'
import { failureOf, unreachable, wordsOf } from './request.ts'

interface Files {
  readonly files: readonly File[]
  /** Is told how much has been sent, from 0 to 1. */
  readonly onProgress: (sent: number) => void
}

/** Send files to a route that takes them. Without a timeout: a large upload takes as long as it takes. */
export function upload<R extends UploadRoute>(route: R, input: RouteInput<R> & Files): Promise<Answer<R>>
export function upload(route: string, { files, onProgress, ...url }: AnyInput & Files): Promise<unknown> {
  const form = new FormData()
  for (const file of files) form.append('file', file, file.name)
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open(methodOf(route), fill(route, url))
    sending.setRequestHeader('accept', 'application/json')
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
    sending.onerror = () => reject(unreachable())
    sending.onload = () => {
      const { status, responseText } = sending
      if (status < 200 || status > 299) return reject(withWords(failureOf(status, responseText)))
      try {
        resolve(JSON.parse(responseText))
      } catch (error) {
        reject(error)
      }
    }
    sending.send(form)
  })
}

/** What became of an upload is said also where the server is at fault. */
function withWords(failure: Failure): Failure {
  const { kind, status, body = {}, message } = failure
  return kind === 'broken' ? new Failure(kind, wordsOf(body) ?? message, status, body) : failure
}

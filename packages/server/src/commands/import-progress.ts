import type { Progress } from '../import/import-files.ts'
import type { Surroundings } from './environment.ts'

const width = 30

/** How far an import is: a bar that is drawn anew on a terminal, a line a second elsewhere. */
export function importProgress({ err, draw }: Pick<Surroundings, 'err' | 'draw'>) {
  const start = performance.now()
  const every = draw === undefined ? 1000 : 100
  let said = start
  return {
    show(progress: Progress): void {
      const now = performance.now()
      if (now - said < every) return
      said = now
      const seconds = (now - start) / 1000
      if (draw === undefined) err(`… ${inWords(progress, seconds)}`)
      else draw(`${bar(shareOf(progress))} ${inWords(progress, seconds)}`)
    },
    end(): void {
      draw?.('')
    },
  }
}

function shareOf({ state, bytesRead, bytesTotal, saved, toSave }: Progress): number {
  const [part, whole] = state === 'reading' ? [bytesRead, bytesTotal] : [saved, toSave]
  return whole === 0 ? 1 : Math.min(1, part / whole)
}

function inWords(progress: Progress, seconds: number): string {
  const percent = `${Math.floor(shareOf(progress) * 100)} %`
  if (progress.state === 'saving')
    return `${percent} saved, ${progress.saved.toLocaleString('en')} of ${progress.toSave.toLocaleString('en')} records`
  const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1)
  const rate = megabytes(progress.bytesRead / Math.max(seconds, 0.001))
  return `${percent} read, ${megabytes(progress.bytesRead)} of ${megabytes(progress.bytesTotal)} MB, ${rate} MB a second`
}

function bar(share: number): string {
  const full = Math.floor(share * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`
}

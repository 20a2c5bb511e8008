import { useEffect, useState } from 'react'
import { Failure } from '../api/failure.ts'
import { ErrorWords } from './error-words.tsx'
import { Notice } from './notice.tsx'
import { Sentence } from './sentence.tsx'

interface TroubleProps {
  /** What was asked for, as the reader would say it: `your patients`. */
  readonly what: string
  readonly error: unknown
  readonly busy: boolean
  readonly retry: () => void
}

/** Says that an answer did not come, and offers to ask again where that may help. */
export function Trouble({ what, error, busy, retry }: TroubleProps) {
  if (error instanceof Failure && !error.passes) {
    return (
      <Notice>
        <Sentence words={error.message} />
      </Notice>
    )
  }
  return (
    <Notice tone="trouble" action={{ label: 'Retry', run: retry, busy }}>
      <ErrorWords error={error} /> We couldn’t load {what}. Anything you typed is still here.
    </Notice>
  )
}

/** Says that an answer takes long, once it does. */
export function SlowNotice({ what, retry }: Pick<TroubleProps, 'what' | 'retry'>) {
  const isLong = useAfter(4000)
  return isLong ? (
    <Notice action={{ label: 'Retry', run: retry }}>Still loading {what}. The network may be slow.</Notice>
  ) : null
}

function useAfter(milliseconds: number): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsOver(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return isOver
}

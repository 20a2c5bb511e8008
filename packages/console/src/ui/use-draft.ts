/**
 * What somebody types and has not saved. It is kept outside the page, in memory alone, so that it is there again after
 * the session had to be taken up anew, or when one comes back from another page. Nobody else's eyes ever get it.
 */
import { useEffect, useState } from 'react'
import type { ViewerKey } from '../api/query.ts'

const kept = new Map<string, unknown>()
/** Dialogs that were left open. */
const open = new Set<string>()

/** @returns what was typed, or undefined; and how to keep what is typed now, undefined to let go of it. */
export function useKept<Typed>(
  viewer: ViewerKey,
  name: string,
): readonly [Typed | undefined, (typed: Typed | undefined) => void] {
  const key = keyOf(viewer, name)
  const [typed, setTyped] = useState(() => {
    for (const other of kept.keys()) if (!other.startsWith(personOf(viewer))) kept.delete(other)
    return kept.get(key) as Typed | undefined
  })
  const isTyped = typed !== undefined
  useEffect(() => {
    if (!isTyped) return
    // Closing the window is the one way to lose it.
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isTyped])
  return [
    typed,
    (next) => {
      if (next === undefined) kept.delete(key)
      else kept.set(key, next)
      setTyped(next)
    },
  ]
}

/** Whether the dialog of this name is open. One that was left with something typed is open when one comes back. */
export function useKeptOpen(viewer: ViewerKey, name: string): readonly [boolean, (isOpen: boolean) => void] {
  const key = keyOf(viewer, name)
  const [isOpen, setIsOpen] = useState(() => open.has(key) && kept.has(key))
  return [
    isOpen,
    (next) => {
      if (next) open.add(key)
      else open.delete(key)
      setIsOpen(next)
    },
  ]
}

/** Whether something under this name waits to be saved. */
export function isKept(viewer: ViewerKey, name: string): boolean {
  return kept.has(keyOf(viewer, name))
}

/** Whether anything at all waits to be saved. */
export function isAnythingKept(): boolean {
  return kept.size > 0
}

/** Discards every draft on sign-out, so that the next person at this computer finds nothing. */
export function discardAllDrafts(): void {
  kept.clear()
  open.clear()
}

/** Whoever acts for somebody else in between comes back to what they typed. */
function personOf(viewer: ViewerKey): string {
  return viewer.slice(0, viewer.indexOf(' for ') + 1)
}

function keyOf(viewer: ViewerKey, name: string): string {
  return `${viewer} ${name}`
}

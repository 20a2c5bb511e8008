import { useEffect, useRef, useState } from 'react'

/**
 * Give the focus back to what had it before, for a dialog that goes away with what opened it and not by closing first:
 * whoever works with the keyboard goes on where they were.
 */
export function useFocusBack(isOpen: boolean): void {
  const [before] = useState(() => document.activeElement)
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    wasOpen.current = isOpen
  }, [isOpen])
  useEffect(
    () => () => {
      if (!wasOpen.current || !(before instanceof HTMLElement)) return
      // Once the dialog is gone: while it is there it takes the focus back.
      setTimeout(() => {
        if (
          before.isConnected &&
          (document.activeElement === null || document.activeElement === document.body)
        )
          before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}

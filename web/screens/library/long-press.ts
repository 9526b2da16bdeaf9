/**
 * A finger that rests: told once it has rested long enough, and what the browser would make of it (a menu, a click at
 * the end) is left out. A finger that moves scrolls.
 */
import type { Attachment } from 'svelte/attachments'

/** As long as phones themselves wait. */
const RESTS_MS = 500
/** A finger is never quite still. */
const STILL_PX = 10

export const createLongPress =
  (onpress: (target: EventTarget | null) => void): Attachment<HTMLElement> =>
  element => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let start: { readonly x: number; readonly y: number } | null = null
    let wasLong = false
    const end = (): void => {
      clearTimeout(timer)
      start = null
    }
    const handlers: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void } = {
      pointerdown({ pointerType, isPrimary, target, clientX, clientY }) {
        wasLong = false
        end()
        if (pointerType !== 'touch' || !isPrimary) return
        start = { x: clientX, y: clientY }
        timer = setTimeout(() => {
          wasLong = true
          onpress(target)
        }, RESTS_MS)
      },
      pointermove({ clientX, clientY }) {
        if (start && Math.hypot(clientX - start.x, clientY - start.y) > STILL_PX) end()
      },
      pointerup: end,
      pointercancel: end,
      contextmenu(event) {
        if (start || wasLong) event.preventDefault()
      },
      click(event) {
        if (!wasLong) return
        wasLong = false
        event.preventDefault()
        event.stopPropagation()
      },
    }
    const entries = Object.entries(handlers) as [string, EventListener][]
    for (const [name, run] of entries) element.addEventListener(name, run, { capture: true })
    return () => {
      end()
      for (const [name, run] of entries) element.removeEventListener(name, run, { capture: true })
    }
  }

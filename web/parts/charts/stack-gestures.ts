/**
 * Pointers over a stack of charts, as what the person means.
 *
 * A mouse hovers (cursor), clicks (pin), drags (pan; with Shift a stretch to zoom to, with Alt a stretch
 * between two cursors), double-clicks (whole lap) and turns its wheel (zoom about the pointer; sideways: pan).
 * One finger moves the cursor and taps to pin; two fingers pinch. Vertical drags of one finger belong to the
 * page. A wheel that changes nothing is left to the page too.
 *
 * Invariant: every run of `onwindow(…, { done: false })` ends with one `{ done: true }` of the same window.
 */
import type { AxisKind, Window } from './model.ts'
import {
  clampWindow,
  isSameWindow,
  panBy,
  partToX,
  pinchTo,
  windowBetween,
  xToPart,
  zoomAbout,
} from './window-moves.ts'

/** What a plain drag of the mouse (or a finger, other than in 'pan') does. */
export type DragMode = 'pan' | 'zoom' | 'range'

export interface GestureScene {
  readonly window: Window
  readonly extent: Window
  readonly axis: AxisKind
  readonly mode: DragMode
  readonly cursor: number | null
  readonly isPinned: boolean
}

export interface GestureEvents {
  readonly onwindow: (window: Window, how: { readonly done: boolean }) => void
  readonly oncursor: (x: number | null, from: 'pointer') => void
  /** A place to pin the cursor at; null frees it. */
  readonly onpin: (x: number | null) => void
  readonly onrange: (cursor: number, second: number, how: { readonly done: boolean }) => void
  /** The stretch being drawn out to zoom to. */
  readonly onselecting: (stretch: Window | null) => void
}

/** A hand is not steadier than this. */
const SLACK_PX = 5
const WHEEL_IDLE_MS = 200
const LINE_PX = 16

interface Contact {
  readonly id: number
  readonly startX: number
  readonly startY: number
  x: number
}

type Grip =
  | { readonly kind: 'none' }
  | { readonly kind: 'press'; readonly contact: Contact; readonly isTouch: boolean; readonly keys: Keys }
  | { readonly kind: 'pan'; readonly contact: Contact; readonly start: Window; readonly anchor: number }
  | { readonly kind: 'select' | 'measure'; readonly contact: Contact; readonly from: number }
  | { readonly kind: 'slide'; readonly contact: Contact }
  | { readonly kind: 'pinch'; readonly a: Contact; readonly b: Contact; readonly start: Window }
  | { readonly kind: 'spent' }

interface Keys {
  readonly shift: boolean
  readonly alt: boolean
}

export const stackGestures =
  (scene: () => GestureScene, events: GestureEvents) =>
  (element: HTMLElement): (() => void) => {
    const contacts = new Map<number, Contact>()
    let grip: Grip = { kind: 'none' }
    let wheelTimer: ReturnType<typeof setTimeout> | null = null

    const partOf = (clientX: number): number => {
      const box = element.getBoundingClientRect()
      return box.width > 0 ? (clientX - box.left) / box.width : 0
    }
    const xOf = (clientX: number): number => partToX(scene().window, partOf(clientX))
    const show = (window: Window) => events.onwindow(window, { done: false })
    const settle = () => events.onwindow(scene().window, { done: true })

    const endWheel = () => {
      if (wheelTimer === null) return
      clearTimeout(wheelTimer)
      wheelTimer = null
      settle()
    }

    const place = (x: number) => (scene().isPinned ? events.onpin(x) : events.oncursor(x, 'pointer'))

    /** What a press becomes once it has moved. */
    const dragOf = (contact: Contact, isTouch: boolean, { shift, alt }: Keys): Grip => {
      const { mode, window } = scene()
      const from = xOf(contact.startX)
      if (shift || (mode === 'zoom' && !alt)) return { kind: 'select', contact, from }
      if (alt || mode === 'range') return { kind: 'measure', contact, from }
      if (isTouch) return { kind: 'slide', contact }
      return { kind: 'pan', contact, start: window, anchor: partOf(contact.startX) }
    }

    const follow = (): void => {
      const { window, extent, axis } = scene()
      if (grip.kind === 'pan') {
        const span = grip.start.to - grip.start.from
        const moved = panBy(grip.start, (grip.anchor - partOf(grip.contact.x)) * span, extent)
        if (!isSameWindow(moved, window)) show(moved)
      } else if (grip.kind === 'select') {
        events.onselecting(windowBetween(grip.from, xOf(grip.contact.x)))
      } else if (grip.kind === 'measure') {
        events.onrange(grip.from, xOf(grip.contact.x), { done: false })
      } else if (grip.kind === 'slide') {
        place(xOf(grip.contact.x))
      } else if (grip.kind === 'pinch') {
        const { a, b, start } = grip
        const before = [partOf(a.startX), partOf(b.startX)] as const
        show(pinchTo(start, before, [partOf(a.x), partOf(b.x)], extent, axis))
      }
    }

    const finish = (isTap: boolean): void => {
      const { window, extent, axis, cursor, isPinned } = scene()
      if (grip.kind === 'pan' || grip.kind === 'pinch') settle()
      else if (grip.kind === 'select') {
        const stretch = windowBetween(grip.from, xOf(grip.contact.x))
        events.onselecting(null)
        if (isTap) events.onwindow(clampWindow(stretch, extent, axis), { done: true })
      } else if (grip.kind === 'measure') {
        events.onrange(grip.from, xOf(grip.contact.x), { done: true })
      } else if (grip.kind === 'press' && isTap) {
        const part = partOf(grip.contact.startX)
        const distance = cursor === null ? Number.POSITIVE_INFINITY : Math.abs(part - xToPart(window, cursor))
        const isOnPin = isPinned && distance * element.clientWidth <= SLACK_PX
        events.onpin(isOnPin ? null : partToX(window, part))
      }
    }

    const ondown = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && event.button !== 0) return
      endWheel()
      // Synthetic pointers have nothing to capture.
      if (event.isTrusted) element.setPointerCapture(event.pointerId)
      const { pointerId: id, clientX: startX, clientY: startY } = event
      contacts.set(id, { id, startX, startY, x: startX })
      const keys = { shift: event.shiftKey, alt: event.altKey }
      if (contacts.size === 1) {
        grip = {
          kind: 'press',
          contact: contacts.get(id)!,
          isTouch: event.pointerType !== 'mouse',
          keys,
        }
      } else if (contacts.size === 2 && event.pointerType === 'touch') {
        if (grip.kind === 'select') events.onselecting(null)
        const [a, b] = [...contacts.values()].map(contact => ({ ...contact, startX: contact.x }))
        contacts.set(a!.id, a!)
        contacts.set(b!.id, b!)
        grip = { kind: 'pinch', a: a!, b: b!, start: scene().window }
      }
    }

    const onmove = (event: PointerEvent) => {
      const contact = contacts.get(event.pointerId)
      if (!contact) {
        if (event.pointerType !== 'touch' && !scene().isPinned) events.oncursor(xOf(event.clientX), 'pointer')
        return
      }
      contact.x = event.clientX
      if (grip.kind === 'press') {
        const moved = Math.hypot(event.clientX - contact.startX, event.clientY - contact.startY)
        if (moved < SLACK_PX) return
        grip = dragOf(contact, grip.isTouch, grip.keys)
      }
      follow()
    }

    const onup = (event: PointerEvent) => {
      const contact = contacts.get(event.pointerId)
      if (!contact) return
      finish(event.type === 'pointerup')
      contacts.delete(event.pointerId)
      // The finger that stays after a pinch must not begin a drag from where it happens to be.
      grip = contacts.size === 0 ? { kind: 'none' } : { kind: 'spent' }
    }

    const onleave = (event: PointerEvent) => {
      if (event.pointerType !== 'touch' && contacts.size === 0 && !scene().isPinned)
        events.oncursor(null, 'pointer')
    }

    const ondouble = () => {
      const { extent } = scene()
      events.onwindow(extent, { done: true })
    }

    const onwheel = (event: WheelEvent) => {
      const { window, extent, axis } = scene()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      const isPan = !event.ctrlKey && Math.abs(sideways) >= Math.abs(event.deltaY)
      const perPixel = (window.to - window.from) / Math.max(1, element.clientWidth)
      // A pinch on a trackpad arrives as small wheel steps with Ctrl.
      const factor = Math.exp(event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0015))
      const next = isPan
        ? panBy(window, sideways * lines * perPixel, extent)
        : zoomAbout(window, xOf(event.clientX), factor, extent, axis)
      if (isSameWindow(next, window) && wheelTimer === null) return
      event.preventDefault()
      if (wheelTimer !== null) clearTimeout(wheelTimer)
      wheelTimer = setTimeout(endWheel, WHEEL_IDLE_MS)
      show(next)
    }

    element.addEventListener('pointerdown', ondown)
    element.addEventListener('pointermove', onmove)
    element.addEventListener('pointerup', onup)
    element.addEventListener('pointercancel', onup)
    element.addEventListener('pointerleave', onleave)
    element.addEventListener('dblclick', ondouble)
    element.addEventListener('wheel', onwheel, { passive: false })
    return () => {
      if (wheelTimer !== null) clearTimeout(wheelTimer)
      element.removeEventListener('pointerdown', ondown)
      element.removeEventListener('pointermove', onmove)
      element.removeEventListener('pointerup', onup)
      element.removeEventListener('pointercancel', onup)
      element.removeEventListener('pointerleave', onleave)
      element.removeEventListener('dblclick', ondouble)
      element.removeEventListener('wheel', onwheel)
    }
  }

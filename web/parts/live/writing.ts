/**
 * Attachments that keep one node up to date with the frames: its text, its transform, a mark of its state.
 *
 * Invariants: a node is touched only when what it shows has changed, and a changed text never makes its neighbours
 * move: digits have one width, and the boxes they stand in have theirs. What a painter reads of the page's state it
 * reads anew at every frame, and depends on nothing.
 */
import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { UNKNOWN } from '#shared/units'
import type { FrameValues } from './model.ts'
import type { Paint } from './pulse.ts'

/** How a painter joins: `pulse.often` or `pulse.seldom`. */
export type Join = (paint: Paint) => () => void

/** The element's whole text. What is unknown is a dash, with the sentence that says why as its title. */
export const writes =
  (join: Join, say: (values: FrameValues) => string, whyUnknown = ''): Attachment<HTMLElement> =>
  node => {
    const text = node.ownerDocument.createTextNode(UNKNOWN)
    let isUnknown: boolean | null = null
    const show = (said: string): void => {
      if (text.data !== said) text.data = said
      if ((said === UNKNOWN) === isUnknown) return
      isUnknown = said === UNKNOWN
      node.classList.toggle('unknown', isUnknown)
      if (isUnknown && whyUnknown) node.title = whyUnknown
      else node.removeAttribute('title')
    }
    node.append(text)
    show(UNKNOWN)
    const leave = untrack(() => join(values => show(say(values))))
    return () => {
      leave()
      text.remove()
    }
  }

/** A transform, as 'scaleX(0.5)'; '' for none. */
export const moves =
  (join: Join, say: (values: FrameValues) => string): Attachment<HTMLElement> =>
  node => {
    let shown = ''
    return untrack(() =>
      join(values => {
        const said = say(values)
        if (said !== shown) node.style.transform = shown = said
      }),
    )
  }

/** One word of a few as the element's `data-is`. */
export const marks =
  (join: Join, say: (values: FrameValues) => string): Attachment<HTMLElement> =>
  node => {
    let shown: string | null = null
    return untrack(() =>
      join(values => {
        const said = say(values)
        if (said !== shown) node.dataset.is = shown = said
      }),
    )
  }

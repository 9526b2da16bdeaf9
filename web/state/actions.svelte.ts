/**
 * Every action a person can take by name or key. The key list (`?`) and the palette (Ctrl or ⌘ K) show
 * exactly what is registered, so neither can promise something that is not there.
 *
 * Single-letter keys never fire while typing, and can be switched off (WCAG 2.1.4).
 */
import { untrack } from 'svelte'

export interface Action {
  readonly id: string
  readonly label: string
  /** As KeyboardEvent.key, e.g. '[', 'ArrowLeft', '?'. */
  readonly key?: string
  /** Said beside the key, e.g. that Shift goes further. */
  readonly note?: string
  /** Where it works: everywhere, or on the screen that registered it. */
  readonly scope: 'everywhere' | 'screen'
  readonly run: (event?: KeyboardEvent) => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Keys that must keep their meaning while a control that uses them has the focus. */
const usesKey = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  key.startsWith('Arrow') &&
  target.closest('[role=listbox],[role=radiogroup],dialog') !== null

class Actions {
  #registered = $state.raw<readonly Action[]>([])
  singleKeys = $state(true)

  get all(): readonly Action[] {
    return this.#registered
  }

  /** Adds actions until the returned function is called. An effect that registers does not depend on the list. */
  register(actions: readonly Action[]): () => void {
    this.#registered = [...untrack(() => this.#registered), ...actions]
    return () => {
      this.#registered = untrack(() => this.#registered).filter(action => !actions.includes(action))
    }
  }

  handleKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isTyping(event.target) || usesKey(event.target, event.key)) return
    // Keys belong to the dialog that is open; Escape closes it only when nobody takes it away.
    if (document.querySelector('dialog:modal')) return
    if (!this.singleKeys && event.key.length === 1) return
    // The screen's own meaning of a key wins over the general one.
    const action = this.#registered.findLast(candidate => candidate.key === event.key)
    if (!action) return
    event.preventDefault()
    action.run(event)
  }
}

export const actions = new Actions()

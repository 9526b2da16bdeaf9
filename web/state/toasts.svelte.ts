/** Short messages that wait at the bottom of the page, at most three; each may offer one action. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'problem'
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Long enough to read two lines and reach the button; problems stay until dismissed (WCAG 2.2.1). */
const SHOWN_MS = 10_000
const AT_MOST = 3

class Toasts {
  shown = $state.raw<readonly Toast[]>([])
  #made = 0

  show(toast: Omit<Toast, 'id'>): number {
    this.#made += 1
    const id = this.#made
    this.shown = [...this.shown, { ...toast, id }].slice(-AT_MOST)
    if (toast.tone === 'plain') setTimeout(() => this.dismiss(id), SHOWN_MS)
    return id
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter(toast => toast.id !== id)
  }
}

export const toasts = new Toasts()

/** Those who want to hear that something changed. */
export interface Listeners {
  listen(run: () => void): () => void
  tell(): void
}

export const createListeners = (): Listeners => {
  const all = new Set<() => void>()
  return {
    listen(run) {
      all.add(run)
      return () => void all.delete(run)
    },
    tell() {
      for (const run of [...all]) run()
    },
  }
}

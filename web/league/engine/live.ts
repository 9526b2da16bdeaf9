/**
 * One value that several watch: read when the first begins to, read again when something changed, told to all. While it is
 * read nothing is read twice; what changed meanwhile makes it be read once more.
 */

export interface LiveValue<T> {
  watch(listener: (value: T) => void): () => void
  /** Something it depends on changed. */
  refresh(): void
}

/** `null` from `read` says that there is nothing new to tell, as when the worker is gone. */
export const createLiveValue = <T>(read: () => Promise<{ readonly value: T } | null>): LiveValue<T> => {
  const listeners = new Set<(value: T) => void>()
  let latest: { readonly value: T } | null = null
  let isReading = false
  let isStale = false

  const readOnce = async (): Promise<void> => {
    isReading = true
    try {
      do {
        isStale = false
        const found = await read()
        if (!found || isStale) continue
        latest = found
        for (const tell of [...listeners]) tell(found.value)
      } while (isStale && listeners.size > 0)
    } finally {
      isReading = false
    }
  }

  const refresh = (): void => {
    isStale = true
    if (listeners.size === 0) {
      latest = null
      return
    }
    if (!isReading) void readOnce()
  }

  return {
    refresh,
    watch(listener) {
      listeners.add(listener)
      if (latest) listener(latest.value)
      else refresh()
      return () => listeners.delete(listener)
    },
  }
}

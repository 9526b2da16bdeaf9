/**
 * A live query of the library as state: `live(() => library.watchSessions())` starts when a component reads
 * it, follows changes made in any tab or worker, and ends with the component.
 */
export interface Observable<T> {
  subscribe(onValue: (value: T) => void, onError?: (error: unknown) => void): { unsubscribe(): void } | (() => void)
}

export class Live<T> {
  value = $state.raw<T | undefined>(undefined)
  error = $state.raw<unknown>(undefined)

  constructor(source: () => Observable<T> | null) {
    $effect(() => {
      const observable = source()
      if (!observable) return
      const subscription = observable.subscribe(
        value => {
          this.value = value
          this.error = undefined
        },
        error => {
          this.error = error
        },
      )
      return () => (typeof subscription === 'function' ? subscription() : subscription.unsubscribe())
    })
  }
}

export const live = <T>(source: () => Observable<T> | null): Live<T> => new Live(source)

/**
 * Whether this page opens without a network, and whether a newer one waits. The page never reloads by
 * itself: only `takeUpdate`, which a person asks for, switches, and it reloads after the new service worker
 * has taken over, so that old and new files never mix.
 */
export type OfflineState = 'unavailable' | 'preparing' | 'ready'

class Offline {
  state = $state<OfflineState>('preparing')
  updateWaiting = $state(false)
  /** Another tab switched to the newer page; this one still runs the older. */
  updatedElsewhere = $state(false)
  online = $state(navigator.onLine)
  #registration: ServiceWorkerRegistration | null = null
  #taking = false

  /** At once: another tab may switch to a newer page before this one comes to `start`. */
  listen(): void {
    addEventListener('online', () => {
      this.online = true
    })
    addEventListener('offline', () => {
      this.online = false
    })
    const container = workers()
    const hadController = container?.controller !== null
    container?.addEventListener('controllerchange', () => this.#onTakenOver(hadController))
  }

  async start(): Promise<void> {
    const container = workers()
    if (!container) {
      this.state = 'unavailable'
      return
    }
    try {
      this.#registration = await container.register('/sw.js')
    } catch {
      this.state = container.controller ? 'ready' : 'unavailable'
      return
    }
    this.#watch(this.#registration)
    await container.ready
    this.state = 'ready'
  }

  /** Looks for a newer page, as when the app comes back to the front. Quiet when there is no network. */
  async look(): Promise<void> {
    await this.#registration?.update().catch(() => undefined)
  }

  takeUpdate(): void {
    this.#taking = true
    this.#registration?.waiting?.postMessage('take over')
  }

  #watch(registration: ServiceWorkerRegistration): void {
    const onFound = () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && registration.active) this.updateWaiting = true
      })
    }
    if (registration.waiting && registration.active) this.updateWaiting = true
    registration.addEventListener('updatefound', onFound)
    onFound()
  }

  #onTakenOver(hadController: boolean): void {
    if (this.#taking) location.reload()
    else if (hadController) {
      this.updateWaiting = false
      this.updatedElsewhere = true
    }
  }
}

/** Null where a page cannot be kept: not a secure context, or one that is being developed. */
const workers = (): ServiceWorkerContainer | null =>
  'serviceWorker' in navigator && !import.meta.env.DEV ? navigator.serviceWorker : null

export const offline = new Offline()

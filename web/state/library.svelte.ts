/**
 * The open library of this page, for every screen: there once it is open, or the sentence that says why it
 * is not.
 */
import { type Library, openLibrary, type StorageUsage } from '#web/store'
import { preferences } from './preferences.svelte.ts'
import { untilRested } from './until-idle.ts'

class OpenLibrary {
  now = $state.raw<Library | null>(null)
  problem = $state<string | null>(null)
  /** Why nothing can be changed here, although everything can be looked at. */
  readOnly = $state<string | null>(null)
  usage = $state.raw<StorageUsage | null>(null)
  /** Bests are being put together again, as after an update: until then some are missing. */
  isDeriving = $state(false)

  async open(): Promise<void> {
    const opened = await openLibrary()
    if (!opened.ok) {
      this.problem = opened.message
      return
    }
    const library = opened.value
    library.state.subscribe(state => {
      if (state.kind === 'open') this.readOnly = state.readOnly?.message ?? null
      else this.problem = state.failure.message
    })
    await preferences.load(library)
    this.now = library
    // Counting the bytes of 50,000 laps takes the disk half a second that the first screen needs.
    await untilRested()
    await this.measure()
  }

  /** Once for all tabs, when the page has been drawn: sweeps up, and derives what an update derives otherwise. */
  async keepHouse(): Promise<void> {
    await untilRested()
    await this.now?.tidy()
    this.isDeriving = true
    await this.now?.rederive()
    this.isDeriving = false
  }

  /** Asks the browser again how much is used; it does not tell by itself. */
  async measure(): Promise<void> {
    const usage = await this.now?.storageUsage()
    this.usage = usage?.ok ? usage.value : null
  }
}

export const library = new OpenLibrary()

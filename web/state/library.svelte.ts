/**
 * The open library of this page, for every screen: there once it is open, or the sentence that says why it
 * is not.
 */
import { type Library, type StorageUse, openLibrary } from '#web/store'
import { preferences } from './preferences.svelte.ts'

class OpenLibrary {
  now = $state.raw<Library | null>(null)
  problem = $state<string | null>(null)
  usage = $state.raw<StorageUse | null>(null)

  async open(): Promise<void> {
    const result = await openLibrary({
      onLost: failure => {
        this.problem = failure.message
      },
    })
    if (!result.ok) {
      this.problem = result.failure.message
      return
    }
    await preferences.load(result.library)
    this.now = result.library
    await this.measure()
  }

  /** Asks the browser again how much is used; it does not tell by itself. */
  async measure(): Promise<void> {
    this.usage = (await this.now?.storageUse()) ?? null
  }
}

export const library = new OpenLibrary()

/**
 * The token of this page's pairing: in the library, never in an address. Known to this page even where the library
 * cannot be written; it is then asked for again after a reload.
 */
import { library } from '#web/state'
import type { TokenKeeper } from './socket.ts'

export interface OwnToken extends TokenKeeper {
  /** Whether one was read or kept so far. */
  isKnown(): boolean
}

export const createTokenKeeper = (): OwnToken => {
  let known: string | null | undefined
  let storing: Promise<unknown> = Promise.resolve()
  const store = async (token: string | null): Promise<boolean> => {
    known = token
    const stored = library.now?.setRigToken(token)
    storing = Promise.resolve(stored)
    return (await stored)?.ok === true
  }

  return {
    isKnown: () => typeof known === 'string',

    async read() {
      await storing
      // Another tab may have paired meanwhile, or forgotten it.
      const kept = await library.now?.rigToken()
      if (kept?.ok && (kept.value !== null || !library.readOnly)) known = kept.value
      return known ?? null
    },

    keep: store,
    async drop() {
      await store(null)
    },
  }
}

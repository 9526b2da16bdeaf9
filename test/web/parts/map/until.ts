/** Waiting for a condition in a browser that shares its machine with others: long enough to be sure, no longer than needed. */
import { expect } from 'vitest'

export const until = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 })

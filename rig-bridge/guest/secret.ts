/**
 * What lets a guest in: one secret for all of them, in the address they are given. Kept as its hash, so after a
 * restart it still works and can no longer be shown; a new one ends the old one at once.
 */
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '#node/log'
import {
  createSecret,
  createSmallFile,
  isSecretOf,
  type RandomBytes,
  secretToHash,
} from '#rig-bridge/pairing'

export interface GuestSecret {
  /** Null when it was made before the last restart. */
  shown(): string | null
  isRight(secret: string): boolean
  /** Answers whether the disk took it. */
  renew(): Promise<boolean>
}

const fileSchema = z.object({ v: z.literal(1), secretSha256: z.string().regex(/^[0-9a-f]{64}$/) })

export interface GuestSecretDeps {
  readonly log: Log
  readonly randomBytes: RandomBytes
}

/** Without a file that can be read a new secret is made: an address that worked before then does not. */
export const openGuestSecret = async (
  folder: string,
  { log, randomBytes }: GuestSecretDeps,
): Promise<GuestSecret> => {
  const file = createSmallFile(join(folder, 'guest.json'), fileSchema)
  const read = await file.read()
  let hash = read.kind === 'value' ? read.value.secretSha256 : ''
  let shown: string | null = null

  const renew = async (): Promise<boolean> => {
    shown = createSecret(randomBytes)
    hash = secretToHash(shown)
    const written = await file.write({ v: 1, secretSha256: hash })
    if (!written.ok) log.warn('the way in for guests could not be stored', { reason: written.reason })
    return written.ok
  }

  if (hash === '') {
    if (read.kind !== 'none') log.warn('the way in for guests could not be read, a new one is made')
    await renew()
  }
  return { shown: () => shown, isRight: secret => isSecretOf(secret, hash), renew }
}

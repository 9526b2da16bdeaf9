/**
 * The pages that may see live data and fetch laps, each with the hash of its token, in one file of the data folder.
 *
 * Invariants: a token is told once, to the page it was made for, and stored nowhere; what was revoked is unknown
 * from that moment on, whether or not the disk takes the change; listeners hear of every pairing that goes.
 * When the disk refuses, a pairing holds until the bridge stops and the answer says so.
 */
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '#node/log'
import { bytesToHex } from '#shared/id'
import { createSecret, isSecretOf, type RandomBytes, secretToHash } from './secrets.ts'
import { createSmallFile } from './small-file.ts'

export interface Pairing {
  readonly id: string
  /** What the page called itself, for the person who may want to revoke it. */
  readonly name: string
  readonly pairedAt: number
  /** The last day it said hello. */
  readonly seenAt: number
}

export interface Pairings {
  /** Names this bridge's data, whatever page talks to it. */
  readonly bridgeId: string
  list(): readonly Pairing[]
  find(token: string): Pairing | null
  /** `isStored` is false when the disk refused. */
  add(name: string): Promise<{ pairing: Pairing; token: string; isStored: boolean }>
  /** Answers whether the disk took it; unknown ids are gone already. */
  revoke(id: string): Promise<boolean>
  revokeAll(): Promise<boolean>
  onRevoked(listener: (id: string) => void): void
}

/** A racer has a few browsers; the one not seen for longest makes room. */
const MAX_PAIRINGS = 32
const DAY_MS = 86_400_000
const ID_BYTES = 16

const id = z.string().regex(/^[0-9a-f]{32}$/)
const fileSchema = z.object({
  v: z.literal(1),
  bridgeId: id,
  pairings: z
    .array(
      z.object({
        id,
        name: z.string().max(80),
        tokenSha256: z.string().regex(/^[0-9a-f]{64}$/),
        pairedAt: z.number(),
        seenAt: z.number(),
      }),
    )
    .max(MAX_PAIRINGS),
})
type Content = z.infer<typeof fileSchema>

export interface PairingsDeps {
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly nowEpochMs: () => number
  readonly randomBytes: RandomBytes
}

export type PairingsOpened =
  | { readonly ok: true; readonly pairings: Pairings }
  | { readonly ok: false; readonly message: string }

/** What somebody calls their page, as one line that steers no terminal. */
const plainName = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys these.
  name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ').trim() || 'a page without a name'

export const openPairings = async (folder: string, deps: PairingsDeps): Promise<PairingsOpened> => {
  const { log, nowEpochMs, randomBytes } = deps
  const createRandomId = (): string => bytesToHex(randomBytes(ID_BYTES))
  const path = join(folder, 'pairings.json')
  const file = createSmallFile(path, fileSchema)
  const read = await file.read()
  if (read.kind === 'unreadable')
    return {
      ok: false,
      message: `The list of paired pages at ${path} cannot be read (${read.code}), so nothing was started and no lap is affected: make it readable, or move it away and pair your pages again.`,
    }
  if (read.kind === 'damaged')
    log.warn('the list of paired pages was damaged and is set aside, pages must be paired again', {
      path: read.path,
    })
  let content: Content =
    read.kind === 'value' ? read.value : { v: 1, bridgeId: createRandomId(), pairings: [] }
  const listeners = new Set<(id: string) => void>()

  const store = async (): Promise<boolean> => {
    const written = await file.write(content)
    if (!written.ok) log.warn('the list of paired pages could not be stored', { reason: written.reason })
    return written.ok
  }

  const keepOnly = (isKept: (pairing: Pairing) => boolean): Promise<boolean> => {
    const gone = content.pairings.filter(pairing => !isKept(pairing))
    content = { ...content, pairings: content.pairings.filter(isKept) }
    for (const one of gone) for (const listener of listeners) listener(one.id)
    return store()
  }

  const see = (one: Pairing): void => {
    if (nowEpochMs() - one.seenAt < DAY_MS) return
    const seen = content.pairings.map(other =>
      other.id === one.id ? { ...other, seenAt: nowEpochMs() } : other,
    )
    content = { ...content, pairings: seen }
    void store()
  }

  // The name of this bridge must be the same tomorrow.
  if (read.kind !== 'value') await store()

  const pairings: Pairings = {
    bridgeId: content.bridgeId,
    list: () => content.pairings,
    find: token => {
      const found = content.pairings.find(one => isSecretOf(token, one.tokenSha256)) ?? null
      if (found !== null) see(found)
      return found
    },
    add: async name => {
      if (content.pairings.length >= MAX_PAIRINGS) {
        const oldest = content.pairings.reduce((a, b) => (b.seenAt < a.seenAt ? b : a))
        await keepOnly(one => one !== oldest)
      }
      const token = createSecret(randomBytes)
      const at = nowEpochMs()
      const pairing = { id: createRandomId(), name: plainName(name), pairedAt: at, seenAt: at }
      const row = { ...pairing, tokenSha256: secretToHash(token) }
      content = { ...content, pairings: [...content.pairings, row] }
      return { pairing, token, isStored: await store() }
    },
    revoke: async id =>
      content.pairings.some(one => one.id === id) ? await keepOnly(one => one.id !== id) : true,
    revokeAll: () => keepOnly(() => false),
    onRevoked: listener => void listeners.add(listener),
  }
  return { ok: true, pairings }
}

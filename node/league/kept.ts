/**
 * What a program remembers of a league beside its entries: `league.json` in the league's folder. Which leagues there are
 * is which folders there are.
 *
 * Invariants: written whole; the invitation's seed and the room's keys are secrets, so only its owner may read the file.
 */
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWholeFile } from '#node/files'
import type { Bytes } from '#shared/blob'
import { bytesToHex, hexToBytes } from '#shared/id'
import { type EntryHash, isLeagueId, type LeagueId, type Tip } from '#shared/logbook'
import type { RoomKey } from '#shared/sync'

export interface KeptLeague {
  readonly league: LeagueId
  /** Seed of the invitation we came by; null for none. */
  readonly invite: Bytes | null
  /** Of invitations, most wanted first. */
  readonly addresses: readonly string[]
  /** Where members were reached, latest first. */
  readonly met: readonly string[]
  /** Secrets of the league's room, to be passed on to members; the present one last. */
  readonly rooms: readonly RoomKey[]
  /** How far the own feed came: whoever moved the entries' file away would write the same numbers again. */
  readonly own: Pick<Tip, 'seq' | 'hash'> | null
}

export const KEPT_LIMITS = { addresses: 16, met: 32, rooms: 4 } as const

const addresses = z.array(z.string().max(300).startsWith('/'))
const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
const keptSchema = z.object({
  v: z.literal(1),
  invite: hex64.nullable(),
  addresses: addresses.max(KEPT_LIMITS.addresses),
  met: addresses.max(KEPT_LIMITS.met),
  rooms: z
    .array(z.object({ epoch: z.int().nonnegative(), secret: hex64 }))
    .max(KEPT_LIMITS.rooms)
    .default([]),
  own: z.object({ seq: z.int().nonnegative(), hash: hex64 }).nullable().default(null),
})

const FILE_NAME = 'league.json'

export const leagueFolder = (dataFolder: string, league: LeagueId): string =>
  join(dataFolder, 'leagues', league)

export const keptLeagues = async (dataFolder: string): Promise<readonly LeagueId[]> => {
  const names: string[] = await readdir(join(dataFolder, 'leagues')).catch(() => [])
  return names.filter(isLeagueId).sort()
}

/** A file that cannot be read costs addresses, not entries: those who dial us still find us. */
export const readKept = async (dataFolder: string, league: LeagueId): Promise<KeptLeague> => {
  try {
    const text = await readFile(join(leagueFolder(dataFolder, league), FILE_NAME), 'utf8')
    const { invite, rooms, own, ...rest } = keptSchema.parse(JSON.parse(text))
    return {
      ...{ league, ...rest },
      invite: invite === null ? null : hexToBytes(invite),
      rooms: rooms.map(room => ({ epoch: room.epoch, secret: hexToBytes(room.secret) })),
      own: own && { seq: own.seq, hash: own.hash as EntryHash },
    }
  } catch {
    return { league, invite: null, addresses: [], met: [], rooms: [], own: null }
  }
}

/** False when it could not be written; what was there is unchanged then. */
export const writeKept = async (dataFolder: string, kept: KeptLeague): Promise<boolean> => {
  const folder = leagueFolder(dataFolder, kept.league)
  await mkdir(folder, { recursive: true })
  const path = join(folder, FILE_NAME)
  const text = JSON.stringify({
    v: 1,
    invite: kept.invite && bytesToHex(kept.invite),
    addresses: kept.addresses.slice(0, KEPT_LIMITS.addresses),
    met: kept.met.slice(0, KEPT_LIMITS.met),
    rooms: kept.rooms
      .slice(-KEPT_LIMITS.rooms)
      .map(room => ({ epoch: room.epoch, secret: bytesToHex(room.secret) })),
    own: kept.own && { seq: kept.own.seq, hash: kept.own.hash },
  } satisfies z.infer<typeof keptSchema>)
  const written = await writeWholeFile(path, `${text}\n`)
  if (written.ok) await chmod(path, 0o600)
  return written.ok
}

/** An invitation to a league that may be known already: what is new is added. */
export const withInvitation = (
  kept: KeptLeague,
  invitation: { readonly seed: Bytes; readonly addresses: readonly string[] },
): KeptLeague => ({
  ...kept,
  invite: invitation.seed,
  addresses: [...new Set([...invitation.addresses, ...kept.addresses])].slice(0, KEPT_LIMITS.addresses),
})

export const withMet = (kept: KeptLeague, address: string): KeptLeague => ({
  ...kept,
  met: [address, ...kept.met.filter(other => other !== address)].slice(0, KEPT_LIMITS.met),
})

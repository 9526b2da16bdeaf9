/**
 * Lanes 4 and 5 of a simulated league: the secret of its room, and cards that say where devices may be met; with what has to
 * be true of them whatever happened.
 *
 *   secrets   whoever is a member and may write ends with the present one, when anybody of them has it; whom an admin removed
 *             before making a secret never has that one, unless an admin named them a member again (seed 301044)
 *   cards     nobody believes a card that its device did not make; in the end everybody knows the newest of everybody
 */
import { createHash } from 'node:crypto'
import {
  type DeviceId,
  type DeviceSigner,
  decodeEntry,
  type Governance,
  isGoverning,
  type LeagueId,
  type LocalReplica,
  type PersonId,
  type SignedEntry,
} from '#shared/logbook'
import {
  type Clock,
  createMeeting,
  createRoomKeys,
  type Lane,
  type Meeting,
  type MeetingPlace,
  type MeshOptions,
  mayWriteIn,
  type RoomKey,
  roomKeyOf,
} from '#shared/sync'
import {
  cardMessage,
  encodeCards,
  encodeSigned,
  type MeetingCard,
} from '../../../shared/sync/meeting/messages.ts'
import { createRandomBytes, seedFor } from './member.ts'
import { createQuickSignatures } from './quick-signatures.ts'
import type { Chance } from './random.ts'

/** More than a round has. */
export const GOVERNING_ENTRIES = 10_000

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const peerIdOf = (...of: readonly (string | number)[]): string =>
  `12D3KooW${[...seedFor('peer', ...of), ...seedFor('peer again', ...of)]
    .slice(0, 44)
    .map(byte => BASE58[byte % BASE58.length])
    .join('')}`

export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const textOf = (places: readonly MeetingPlace[]): string => JSON.stringify(places)

/** What lanes 4 and 5 of one device come to, over all its runs. */
export interface Lanes {
  /** Secrets it has, on its disk. */
  readonly kept: readonly RoomKey[]
  /** What a run of its program puts on its mesh. */
  readonly on: (replica: LocalReplica, signer: DeviceSigner, clock: Clock) => Partial<MeshOptions>
  /** As an admin: makes another secret of the room, because it just removed somebody or for no reason. */
  renewRoom(removed: PersonId | null): Promise<void>
  /** It is somewhere else from now on. */
  move(): void
  seek(): void
  /** Whom it knows, with where they are as they said it. */
  known(): ReadonlyMap<DeviceId, string>
}

export interface Town {
  lanesOf(name: string, isLiar: boolean): Lanes
  /** The first thing that must never be, or null. `governing`: all entries that govern, as everybody has them in the end. */
  wrong(
    all: readonly { readonly person: PersonId; readonly lanes: Lanes }[],
    now: Governance,
    governing: readonly SignedEntry[],
  ): string | null
  /** Whether this device's newest card is what is known of it. */
  isNewest(device: DeviceId, places: string | undefined): boolean
}

export const hasPresentSecret = async ({ kept }: Lanes, { room }: Governance): Promise<boolean> =>
  (await roomKeyOf(room, kept, sha256)) !== null

export const isInRoom = mayWriteIn

interface Renewal {
  readonly secret: string
  /** With the entries that had named them a member until then. */
  readonly removed: ReadonlyMap<PersonId, ReadonlySet<string>>
}

const namingsOf = (governing: readonly SignedEntry[], person: PersonId): ReadonlySet<string> => {
  const isNaming = ({ bytes }: SignedEntry): boolean => {
    const decoded = decodeEntry(bytes)
    return decoded.ok && decoded.entry.kind === 'member' && decoded.entry.id === person
  }
  return new Set(governing.filter(isNaming).map(({ signature }) => hexOf(signature)))
}

/** All chance comes from `chance`. */
export const createTown = (chance: Chance): Town => {
  const signatures = createQuickSignatures()
  const said = new Map<DeviceId, string[]>()
  const renewals: Renewal[] = []

  /** A card of somebody else, or its own with some bits turned: no honest device may believe it. */
  const forgedBy = (
    signer: DeviceSigner,
    league: LeagueId,
    bytes: Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> => {
    const victim = chance.pick([...said.keys()])
    if (victim === undefined || victim === signer.device || chance.percent(50)) {
      const turned = bytes.slice()
      turned[chance.below(turned.length)]! ^= 1 << chance.below(8)
      return turned
    }
    const places = [{ kind: 'circuit' as const, relay: peerIdOf('lie'), peer: peerIdOf('trap') }]
    const signed = encodeSigned(Date.UTC(2040, 0, 1), places)
    const signature = seedFor(hexOf(cardMessage(league, signed)), signer.device)
    const card: MeetingCard = {
      ...{ device: victim, at: 0, places, signed },
      signature: new Uint8Array([...signature, ...signature]),
    }
    return encodeCards([card])
  }

  const lying = (lane: Lane, signer: DeviceSigner, league: LeagueId): Lane => ({
    ...lane,
    peer: lane.peer,
    send: bytes =>
      lane.send(chance.percent(20) ? forgedBy(signer, league, bytes as Uint8Array<ArrayBuffer>) : bytes),
  })

  return {
    lanesOf(name, isLiar) {
      const kept: RoomKey[] = []
      let meeting: Meeting | null = null
      let place = 0
      let device: DeviceId | null = null
      let person: PersonId | null = null
      let write: LocalReplica | null = null
      let look = async (): Promise<void> => {}
      /** Whose removal is in the feed before the next secret; a run that begins from an old copy does not have it. */
      let removedHere: PersonId[] = []

      const tellPlace = (): void => {
        const places: MeetingPlace[] = [
          { kind: 'circuit', relay: peerIdOf('relay'), peer: peerIdOf(name, place) },
        ]
        said.set(device!, [...(said.get(device!) ?? []), textOf(places)])
        meeting?.setPlaces(places)
      }

      return {
        kept,
        on(replica, signer, clock) {
          write = replica
          ;({ person, device } = signer)
          removedHere = []
          const made = createMeeting({
            ...{ replica, signer, signatures, clock, random: chance.next },
            onFault: error => {
              throw error
            },
          })
          meeting = made
          const rooms = createRoomKeys({
            governance: replica.governance,
            kept: async () => kept,
            keep: async key => void kept.push(key),
            sha256,
          })
          look = rooms.look
          replica.onAdded(added => {
            if (added.some(({ kind }) => isGoverning(kind))) void rooms.look()
          })
          tellPlace()
          return {
            rooms,
            meeting: isLiar
              ? { ...made, join: (lane, route) => made.join(lying(lane, signer, replica.league), route) }
              : made,
          }
        },
        async renewRoom(removed) {
          if (removed && removed !== person) removedHere.push(removed)
          const governance = await write!.governance()
          const epoch = (governance?.room?.epoch ?? 0) + 1
          const secret = createRandomBytes('secret', name, epoch, kept.length)(new Uint8Array(32))
          kept.push({ epoch, secret })
          const commitment = hexOf(await sha256(secret)) as never
          const governing = await write!.glimpse(null, GOVERNING_ENTRIES)
          const removedWith = removedHere.map(person => [person, namingsOf(governing, person)] as const)
          renewals.push({ secret: hexOf(secret), removed: new Map(removedWith) })
          await write!.write({ kind: 'room', id: '', body: { epoch, commitment } })
          await look()
        },
        move() {
          place++
          tellPlace()
        },
        seek: () => meeting?.seek(8),
        known: () => new Map(meeting?.known().map(({ device, places }) => [device, textOf(places)])),
      }
    },

    wrong(all, now, governing) {
      for (const { lanes } of all)
        for (const [device, places] of lanes.known())
          if (!said.get(device)?.includes(places))
            return `a card of ${device} that it never made is believed: ${places}`
      for (const { secret, removed } of renewals)
        for (const { person, lanes } of all) {
          const named = removed.get(person)
          const isOut = named && now.members.some(m => m.person === person && m.removed)
          if (!isOut || !lanes.kept.some(key => hexOf(key.secret) === secret)) continue
          const isPardoned = !namingsOf(governing, person).isSubsetOf(named)
          if (!isPardoned) return `somebody who was removed has a secret made after that`
        }
      return null
    },

    isNewest: (device, places) => places !== undefined && said.get(device)?.at(-1) === places,
  }
}

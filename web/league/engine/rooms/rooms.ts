/**
 * A crew's room as one tab is in it. The notes are open whatever the network does; who is there is seen while somebody
 * brings pages together and the room's secret is here.
 *
 * Invariants: one room of y-webrtc at a time; another secret is another room, entered when the logbook names it; while
 * this device is paused nothing of a room leaves it. Whoever is shown by name proved it by a device key of the league.
 */
import type { Governance, LeagueId, Signatures } from '#shared/logbook'
import { type Clock, type OpenDocument, type RoomKey, roomKeyOf } from '#shared/sync'
import { type CrewRoom, loadRooms, type PersonInRoom } from '#web/net'
import type { LeagueKeeper, LeagueStanding } from '#web/workers'
import type { Me } from '../../model.ts'
import type { Answer } from '../../office.ts'
import type { Room, RoomLink, RoomPerson, RoomPlace, RoomState } from '../../room-model.ts'
import { createListeners } from '../listeners.ts'
import type { Network } from '../network.ts'
import { answered, refused, SAID } from '../sentences.ts'
import type { PageDocuments } from './documents.ts'
import type { ClosableText } from './shared-text.ts'

export interface RoomParts {
  readonly keeper: LeagueKeeper
  readonly network: Pick<Network, 'state' | 'onChange'>
  readonly documents: Pick<PageDocuments, 'open'>
  readonly signatures: Signatures
  readonly clock: Clock
  readonly me: () => Promise<Me | null>
  /** Of those who signal, which answer now. */
  readonly findSignalling: (league: LeagueStanding, governance: Governance) => Promise<readonly string[]>
}

/** What the notes of a league are called, and the text in them. */
const NOTES = { document: 'notes', text: 'text' } as const
/** Nobody who signals answered: asked again, ever more seldom. */
const RETRY_MS = { first: 4_000, longest: 60_000 } as const
/** Whoever signals answered a moment ago, and is connected to anew. */
const OPENING_MS = 5_000
/** How often it is looked whether the room is the right one still. */
const LOOK_MS = 10_000

const NOWHERE: RoomPlace = { at: 'room', road: null, cursorM: null }

interface Entered {
  readonly key: RoomKey
  readonly room: CrewRoom
  readonly since: number
}

const toPerson = (
  { client, device, presence }: PersonInRoom,
  governance: Governance | null,
  me: Me,
): RoomPerson => {
  const known = governance?.devices.find(each => each.device === device && !each.revoked)
  const member = governance?.members.find(({ person, removed }) => person === known?.person && !removed)
  return {
    client,
    name: member?.name ?? '',
    deviceName: member ? (known?.name ?? '') : '',
    isMe: member?.person === me.person,
    place: member ? presence : null,
  }
}

const enter = (league: LeagueId, notes: OpenDocument, text: ClosableText, me: Me, parts: RoomParts): Room => {
  const { keeper, network, signatures, clock } = parts
  const listeners = createListeners()
  /** Why there is no room of y-webrtc; while one is entered it says itself. */
  let absent: Exclude<RoomLink, 'open'> = 'opening'
  let governance: Governance | null = null
  let entered: Entered | null = null
  let place: RoomPlace = NOWHERE
  let retryMs: number = RETRY_MS.first
  /** Entries come in bursts; who signals is asked in its own time. */
  let tryAt = 0
  let hasLeft = false
  let stopLooking = (): void => {}

  const isPaused = (standing: LeagueStanding): boolean => network.state().isPaused || standing.paused

  const leaveRoom = async (): Promise<void> => {
    const before = entered
    entered = null
    await before?.room.close()
  }

  const enterRoom = async (standing: LeagueStanding, now: Governance, key: RoomKey): Promise<void> => {
    const signalling = await parts.findSignalling(standing, now)
    if (hasLeft) return
    if (signalling.length === 0) {
      absent = 'no-signal'
      tryAt = clock.now() + retryMs
      lookIn(retryMs)
      retryMs = Math.min(RETRY_MS.longest, retryMs * 2)
      return
    }
    const { openRoom } = await loadRooms()
    const room = await openRoom({
      ...{ league, document: notes, signalling, signatures },
      epoch: key.epoch,
      secret: key.secret,
      signer: { device: me.device, sign: keeper.sign },
    })
    if (hasLeft) return room.close()
    entered = { key, room, since: clock.now() }
    retryMs = RETRY_MS.first
    room.onChange(listeners.tell)
    room.show(place)
  }

  const follow = async (): Promise<void> => {
    const standing = await keeper.league(league)
    if (!standing.ok) return
    if (!standing.value) return leaveRoom()
    governance = await keeper.replica(league).governance()
    const key = await roomKeyOf(governance?.room ?? null, standing.value.rooms, signatures.sha256)
    const barred = isPaused(standing.value) ? 'paused' : standing.value.role === 'viewer' ? 'viewer' : null
    if (barred || !entered || key?.epoch !== entered.key.epoch) await leaveRoom()
    if (hasLeft) return
    lookIn(LOOK_MS)
    if (barred) absent = barred
    else if (!key || !governance) absent = 'no-key'
    else if (!entered && clock.now() < tryAt) {
      absent = 'no-signal'
      lookIn(tryAt - clock.now())
    } else if (!entered) {
      if (absent !== 'no-signal') absent = 'opening'
      await enterRoom(standing.value, governance, key)
    }
    listeners.tell()
  }

  let following: Promise<void> = Promise.resolve()
  const look = (): void => {
    following = following.then(() => (hasLeft ? undefined : follow())).catch(() => lookIn(LOOK_MS))
  }
  const lookIn = (ms: number): void => {
    stopLooking()
    if (!hasLeft) stopLooking = clock.after(ms, look)
  }

  const stops = [
    text.close,
    network.onChange(() => {
      if (network.state().isPaused !== (absent === 'paused' && !entered)) look()
      listeners.tell()
    }),
    keeper.onNews(news => {
      if (news.league === league) look()
    }),
  ]
  look()

  const linkNow = (): RoomLink => {
    if (!entered) return absent
    const { room, since } = entered
    if (room.isSignalled() || room.connections() > 0) return 'open'
    return clock.now() - since < OPENING_MS ? 'opening' : 'no-signal'
  }

  const state = (): RoomState => {
    const others = entered?.room.people() ?? []
    return {
      link: linkNow(),
      people: others
        .map(person => toPerson(person, governance, me))
        .sort((a, b) => a.name.localeCompare(b.name) || a.client - b.client),
      devices: network.state().leagues.find(each => each.league === league)?.peers.length ?? 0,
    }
  }

  return {
    league,
    notes: text,
    watch(listener) {
      const tell = (): void => listener(state())
      tell()
      return listeners.listen(tell)
    },
    show(next) {
      place = next
      entered?.room.show(next)
    },
    async leave() {
      hasLeft = true
      stopLooking()
      for (const stop of stops) stop()
      await following
      await leaveRoom()
    },
  }
}

/** One room a tab: entering another leaves the one before. */
export const createRooms = (parts: RoomParts): { enterRoom(league: LeagueId): Promise<Answer<Room>> } => {
  let last: Promise<unknown> = Promise.resolve()
  let present: Room | null = null

  const enterNext = async (league: LeagueId): Promise<Answer<Room>> => {
    await present?.leave()
    present = null
    const [me, standing] = [await parts.me(), await parts.keeper.league(league)]
    if (!me || !standing.ok || standing.value?.standing !== 'member') return refused(SAID.noLeague)
    const notes = await parts.documents.open(league, NOTES.document)
    if (!notes) return refused(SAID.noRoomForNotes)
    // With what it edits, and not with the office.
    const { createSharedText } = await import('./shared-text.ts')
    present = enter(league, notes, createSharedText(notes, NOTES.text), me, parts)
    return answered(present)
  }

  return {
    enterRoom(league) {
      const mine = last.catch(() => {}).then(() => enterNext(league))
      last = mine
      return mine
    },
  }
}

/**
 * Meeting: how members of a league who share a relay, or a friend, come to be connected with each other, so that they go
 * on when it stops. This header is its specification; `messages.ts` has the bytes.
 *
 * Parties: both sides do the same, and nothing of it is said to anybody but members of the league, by the own replica,
 * on devices that were not revoked. Until a peer is one, what it says is kept and not answered.
 *
 *   mine {card}           where this device may be met; at the start, and when it changed
 *   seek {count}          there is room for so many more neighbours: tell me of so many, now or as they come; in place of
 *                         what was sought before
 *   cards {cards}         the answer: of devices the teller is connected to at this moment, each at most once a seek
 *
 * A card is signed by the device it is about, for this league: nobody can say of another where they are, and whoever
 * passes one on cannot change it. Which of its places are tried is said in `places.ts`, when in `neighbours.ts`.
 *
 * Nobody is told what they did not seek, so what a member hears is bounded by what they asked for; of somebody new at most
 * TOLD_OF_ONE of those who seek are told by one member, so that not a whole league dials at once.
 *
 * Limits: 8 places a card, 32 cards a seek, MESSAGE_PURSE for all other messages. Who sends a card that is not
 * what its device signed lied; who sends more cards than were sought, or messages than the purse holds, is dropped as
 * too much.
 *
 * Versions: unknown types and kinds of places are skipped; peers who do not know the lane skip all of it.
 */
import {
  type DeviceId,
  type DeviceSigner,
  type Governance,
  isGoverning,
  type PersonId,
  type Replica,
  type Signatures,
} from '#shared/logbook'
import type { Lane } from '../lane.ts'
import type { Clock, Route } from '../wire.ts'
import { type Acquaintance, createKnownCards } from './known-cards.ts'
import {
  cardMessage,
  decodeMeetingMessage,
  encodeCards,
  encodeMine,
  encodeSeek,
  encodeSigned,
  MAX_CARDS,
  type MeetingCard,
  type MeetingMessage,
} from './messages.ts'
import type { MeetingPlace } from './places.ts'

export interface MeetingOptions {
  readonly replica: Replica
  readonly signer: DeviceSigner
  readonly signatures: Signatures
  readonly clock: Clock
  /** 0 to 1: which of many are told of. */
  readonly random: () => number
  readonly onFault: (error: unknown) => void
}

export interface Meeting {
  /** Lane 5 of a session, which came by this route. */
  join(lane: Lane, route: Route): void
  /** Where this device may be met from now on. */
  setPlaces(places: readonly MeetingPlace[]): void
  /** There is room for so many more neighbours. */
  seek(count: number): void
  /** Whom we heard of and may try, connected or not. */
  known(): readonly Acquaintance[]
  /** Somebody may be tried who could not be before. */
  onKnown(listener: () => void): void
  pause(isPaused: boolean): void
  close(): void
}

/** Of one newcomer, by one member. */
export const TOLD_OF_ONE = 4
/** Messages but cards: what a page says of itself when its relay comes and goes, and seeks. */
export const MESSAGE_PURSE = { atOnce: 64, perSecond: 1 } as const
/** Addresses come in a handful, one after the other. */
const PLACES_SETTLE_MS = 250
const CARD_EVERY_MS = 2_000

interface Peer {
  readonly lane: Lane
  readonly route: Route
  isAdmitted: boolean
  /** Cards they still want, and whom they were told of since. */
  sought: number
  readonly told: Set<string>
  /** Cards we sought of them and did not get. */
  owed: number
  card: MeetingCard | null
  purse: number
  paidAt: number
}

const isMember = ({ members }: Governance, person: PersonId): boolean =>
  members.some(member => member.person === person && !member.removed)

const isRevoked = ({ devices }: Governance, device: DeviceId): boolean =>
  devices.some(known => known.device === device && known.revoked !== null)

export const createMeeting = (options: MeetingOptions): Meeting => {
  const { replica, signer, signatures, clock, random, onFault } = options
  const peers = new Set<Peer>()
  const cards = createKnownCards(clock)
  const early = new Map<DeviceId, { readonly card: MeetingCard; readonly peer: Peer }>()
  const listeners = new Set<() => void>()
  let own: MeetingCard | null = null
  let ownPlaces: readonly MeetingPlace[] = []
  let ownMadeAt = 0
  let stopMaking: (() => void) | null = null
  let wanted = 0
  let isPaused = false
  let isClosed = false
  let isLooking = false
  let isLookDue = false

  const say = (peer: Peer, message: Uint8Array): void => void peer.lane.send(message)
  const admitted = (): Peer[] => (isPaused ? [] : [...peers].filter(peer => peer.isAdmitted))

  const seekOf = (peer: Peer): void => {
    peer.owed += wanted
    say(peer, encodeSeek(wanted))
  }

  const tell = (peer: Peer, all: readonly MeetingCard[]): void => {
    const fresh = all.filter(
      ({ device, at }) => device !== peer.lane.peer.device && !peer.told.has(device + at),
    )
    const some = shuffled(fresh, random).slice(0, Math.min(peer.sought, MAX_CARDS))
    if (some.length === 0) return
    peer.sought -= some.length
    for (const { device, at } of some) peer.told.add(device + at)
    say(peer, encodeCards(some))
  }

  /** Of those connected now. */
  const cardsHere = (): MeetingCard[] => {
    const byDevice = new Map<DeviceId, MeetingCard>()
    for (const { card } of admitted()) if (card && card.places.length > 0) byDevice.set(card.device, card)
    return [...byDevice.values()]
  }

  const welcome = (peer: Peer): void => {
    if (own) say(peer, encodeMine(own))
    if (wanted > 0) seekOf(peer)
    tell(peer, cardsHere())
    if (peer.card) spread(peer.card)
  }

  const spread = (card: MeetingCard): void => {
    if (card.places.length === 0) return
    const seekers = admitted().filter(({ sought, lane }) => sought > 0 && lane.peer.device !== card.device)
    for (const peer of shuffled(seekers, random).slice(0, TOLD_OF_ONE)) tell(peer, [card])
  }

  const lookOnce = async (): Promise<void> => {
    const governance = await replica.governance()
    if (!governance || isClosed) return
    const isOurs = isMember(governance, signer.person) && !isRevoked(governance, signer.device)
    const before = new Set(admitted())
    for (const peer of peers) {
      const { person, device } = peer.lane.peer
      peer.isAdmitted = isOurs && isMember(governance, person) && !isRevoked(governance, device)
    }
    for (const peer of admitted()) if (!before.has(peer)) welcome(peer)
    hearEarly(governance)
  }

  /** What governs, or who is here, changed: everybody is judged again. */
  const look = (): void => {
    isLookDue = true
    if (!isLooking) void lookAll().catch(onFault)
  }
  const lookAll = async (): Promise<void> => {
    isLooking = true
    try {
      while (isLookDue && !isClosed) {
        isLookDue = false
        await lookOnce()
      }
    } finally {
      isLooking = false
    }
  }

  const stopListening = replica.onAdded(added => {
    if (added.some(({ kind }) => isGoverning(kind))) look()
  })

  const isWithinPurse = (peer: Peer): boolean => {
    const now = clock.now()
    const earned = (Math.max(0, now - peer.paidAt) / 1000) * MESSAGE_PURSE.perSecond
    peer.purse = Math.min(MESSAGE_PURSE.atOnce, peer.purse + earned) - 1
    peer.paidAt = now
    return peer.purse >= 0
  }

  const isTrue = ({ device, signed, signature }: MeetingCard): Promise<boolean> =>
    signatures.verify(device, signature, cardMessage(replica.league, signed))

  const heardOf = (card: MeetingCard, peer: Peer, isOwnWord: boolean): void => {
    if (cards.hear(card, peer.route, isOwnWord)) for (const listener of listeners) listener()
  }

  /** A card says something for as long as its device is here, and is said once: what is remembered of it begins when it left. */
  const remember = ({ card, route }: Peer): void => {
    if (card) cards.hear(card, route, true)
  }
  const left = (peer: Peer): void => {
    peers.delete(peer)
    const { device } = peer.lane.peer
    if (![...peers].some(({ lane }) => lane.peer.device === device)) remember(peer)
  }

  const takeOwnWord = async (peer: Peer, card: MeetingCard): Promise<void> => {
    if (card.device !== peer.lane.peer.device || !(await isTrue(card))) return peer.lane.fail('lied')
    peer.card = card
    heardOf(card, peer, true)
    if (peer.isAdmitted && !isPaused) spread(card)
  }

  const takeCards = async (peer: Peer, told: readonly MeetingCard[]): Promise<void> => {
    peer.owed -= told.length
    if (peer.owed < 0) return peer.lane.fail('too-much')
    for (const card of told) {
      if (!(await isTrue(card))) return peer.lane.fail('lied')
      if (card.device === signer.device) continue
      early.delete(card.device)
      early.set(card.device, { card, peer })
      if (early.size > MAX_CARDS) early.delete(early.keys().next().value!)
    }
    hearEarly(await replica.governance())
  }

  /** A card may come before the entry that says who its device is: it waits for that. */
  const hearEarly = (governance: Governance | null): void => {
    for (const [device, { card, peer }] of early) {
      const person = governance?.devices.find(known => known.device === device)?.person
      if (!governance || !person || !isMember(governance, person)) continue
      early.delete(device)
      if (!isRevoked(governance, device)) heardOf(card, peer, false)
    }
  }

  const take = async (peer: Peer, message: MeetingMessage): Promise<void> => {
    if (message.type === 'cards') return takeCards(peer, message.cards)
    if (!isWithinPurse(peer)) return peer.lane.fail('too-much')
    if (message.type === 'mine') return takeOwnWord(peer, message.card)
    if (message.type === 'seek') {
      peer.sought = message.count
      peer.told.clear()
      if (peer.isAdmitted && !isPaused) tell(peer, cardsHere())
    }
  }

  const makeCard = async (): Promise<void> => {
    ownMadeAt = Math.floor(clock.now())
    const signed = encodeSigned(ownMadeAt, ownPlaces)
    const signature = await signer.sign(cardMessage(replica.league, signed))
    own = { device: signer.device, at: ownMadeAt, places: ownPlaces, signed, signature }
    const mine = encodeMine(own)
    if (!isClosed) for (const peer of admitted()) say(peer, mine)
  }

  return {
    join(lane, route) {
      const peer: Peer = {
        ...{ lane, route, isAdmitted: false, sought: 0, told: new Set(), owed: 0, card: null },
        ...{ purse: MESSAGE_PURSE.atOnce, paidAt: clock.now() },
      }
      peers.add(peer)
      lane.onEnd(() => left(peer))
      lane.receive(bytes => take(peer, decodeMeetingMessage(bytes)))
      look()
    },

    setPlaces(places) {
      if (isClosed || JSON.stringify(places) === JSON.stringify(ownPlaces)) return
      ownPlaces = places
      if (stopMaking) return
      const gap = ownMadeAt + CARD_EVERY_MS - clock.now()
      stopMaking = clock.after(Math.max(PLACES_SETTLE_MS, gap), () => {
        stopMaking = null
        void makeCard().catch(onFault)
      })
    },

    seek(count) {
      const before = wanted
      wanted = Math.min(MAX_CARDS, count)
      if (wanted > 0 || before > 0) for (const peer of admitted()) seekOf(peer)
    },

    known: () => {
      for (const peer of peers) remember(peer)
      return cards.all()
    },
    onKnown: listener => void listeners.add(listener),

    pause(paused) {
      if (isPaused === paused) return
      isPaused = paused
      if (paused) return
      for (const peer of admitted()) welcome(peer)
      look()
    },

    close() {
      isClosed = true
      stopMaking?.()
      stopListening()
    },
  }
}

const shuffled = <T>(all: readonly T[], random: () => number): T[] =>
  all
    .map(one => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)

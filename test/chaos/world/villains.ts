/**
 * Members who break the rules, and programs of other versions. Each is a member like others but for what it sends:
 *
 *   liar      gives entries with wrong bytes, of others, under wrong signatures; offers what nobody has; lies of its state
 *   flooder   asks for everything over and over, and has news of what nobody has
 *   stutterer sends some of what it sends twice
 *   newer     sends lanes and messages nobody knows, between those everybody does
 */
import type { DeviceId, EntryHash, Replica, SignedEntry, Tip } from '#shared/logbook'
import { type Attached, LANES, type Wire } from '#shared/sync'
import { encodeFeedMessage } from '../../../shared/sync/feeds/messages.ts'
import { frameMessage } from '../../../shared/sync/framing.ts'
import { answer, dial } from '../../../shared/sync/handshake.ts'
import { createSession } from '../../../shared/sync/session.ts'
import { createRandomBytes, type Member, type World } from './member.ts'
import type { Chance } from './random.ts'

const fakeHash = (chance: Chance): string =>
  chance
    .below(2 ** 32)
    .toString(16)
    .padStart(64, '5')

const spoil = (entry: SignedEntry, others: readonly SignedEntry[], chance: Chance): SignedEntry => {
  const flipped = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    const copy = bytes.slice()
    copy[chance.below(copy.length)]! ^= 1 << chance.below(8)
    return copy
  }
  switch (chance.below(4)) {
    case 0:
      return { ...entry, bytes: flipped(entry.bytes) }
    case 1:
      return { ...entry, signature: flipped(entry.signature) }
    case 2:
      return { ...entry, signature: chance.pick(others).signature }
    default:
      return { ...chance.pick(others), device: entry.device }
  }
}

/** What a liar answers from: its own replica, spoiled on the way out in so many of a hundred. */
export const lyingReplica = (replica: Replica, percent: number, chance: Chance): Replica => ({
  ...replica,
  missing: async (...want) => {
    const entries = await replica.missing(...want)
    return entries.map(entry => (chance.percent(percent) ? spoil(entry, entries, chance) : entry))
  },
  tips: async () => {
    const tips = await replica.tips()
    const invented: Tip = {
      device: fakeHash(chance) as DeviceId,
      seq: chance.below(1000),
      hash: fakeHash(chance) as EntryHash,
    }
    const further = tips.map(tip =>
      chance.percent(percent) ? { ...tip, seq: tip.seq + 1, hash: fakeHash(chance) as EntryHash } : tip,
    )
    return chance.percent(percent) ? [...further, invented] : further
  },
  digest: async () => (chance.percent(percent) ? (fakeHash(chance) as EntryHash) : replica.digest()),
})

/**
 * A wire into which, behind the handshake, messages are mixed that no honest program of this version sends. `mixed` is
 * asked before each message sent.
 */
export const mixing = (wire: Wire, mixed: (sent: number) => Uint8Array | null): Wire => {
  let sent = 0
  return {
    ...wire,
    send: async bytes => {
      const more = mixed(sent++)
      await wire.send(bytes)
      if (more) await wire.send(more)
    },
  }
}

/** Lanes, feed messages and control messages of a version to come. The first two messages are the handshake's. */
export const fromAnotherVersion =
  (chance: Chance) =>
  (sent: number): Uint8Array | null => {
    if (sent < 3 || !chance.percent(60)) return null
    const body = new Uint8Array(1 + chance.below(200)).map(() => chance.below(256))
    const lane = chance.pick([0, 1, 4, 5, 6, 77, 255])
    if (lane <= 5) body[0] = 100 + chance.below(20)
    return frameMessage(lane, body)
  }

/** Wants for everything, over and over, and news of what nobody has. */
export const flood = (chance: Chance, device: DeviceId): Uint8Array => {
  if (chance.percent(50)) {
    const wants = Array.from({ length: 64 }, () => ({ device, fromSeq: 0, known: [] }))
    return encodeFeedMessage({ type: 'want', request: 1 + chance.below(1000), wants })
  }
  const tips = Array.from({ length: 500 }, () => ({
    device: fakeHash(chance) as DeviceId,
    seq: 3,
    hash: fakeHash(chance) as EntryHash,
  }))
  return encodeFeedMessage({ type: 'have', tips })
}

/** A member's device that runs no program of ours: behind the handshake it sends these, and heeds nothing it hears. */
export const attachRaw = async (
  wire: Wire,
  role: 'dialler' | 'answerer',
  member: Member,
  { clock, signatures }: Pick<World, 'clock' | 'signatures'>,
  nextMessage: () => Uint8Array | null,
): Promise<Attached> => {
  const { party } = member.mesh
  const ports = { clock, signatures, random: createRandomBytes('raw', member.name, clock.now()) }
  const made = await (role === 'dialler' ? dial(wire, party, ports) : answer(wire, [party], ports))
  if (!made.ok) return { ok: false, reason: made.reason, glance: null }
  const session = createSession(made.pipe, made.peer, clock, () => {})
  const lane = session.lane(LANES.feeds)
  lane.receive(() => {})
  session.start()
  const send = async (): Promise<void> => {
    for (let message = nextMessage(); message && !session.hasEnded; message = nextMessage())
      await lane.send(message)
  }
  void send()
  return { ok: true, device: made.peer.device }
}

/** Sends some of what it sends twice. */
export const repeating = (wire: Wire, chance: Chance): Wire => {
  let sent = 0
  return {
    ...wire,
    send: async bytes => {
      await wire.send(bytes)
      if (++sent > 3 && chance.percent(20)) await wire.send(bytes)
    },
  }
}

/**
 * C2, C5, C6: one of four members does its worst to all others at once. Whatever it is: whoever breaks a rule is let go
 * with a reason a screen has words for, nothing of it is kept, nobody pays much for it, and the others go on at once.
 */
import { deflateSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CHUNK_BYTES } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import {
  type DeviceId,
  type EntryHash,
  encodeEntry,
  type SignedEntry,
  signedMessage,
  type VerifiedEntry,
} from '#shared/logbook'
import { decodeBlobMessage, type EndReason, encodeBlobMessage } from '#shared/sync'
import { createWriter } from '../../../shared/sync/bytes.ts'
import { encodeDocumentMessage } from '../../../shared/sync/documents/messages.ts'
import { decodeFeedMessage, encodeFeedMessage } from '../../../shared/sync/feeds/messages.ts'
import { ALARMING } from '../../../web/league/engine/sync-state.ts'
import { areAlike, joined } from '../../chaos/world/gatherings.ts'
import { createWorld, type Member, seedFor } from '../../chaos/world/member.ts'
import { ENDLESS_V2 } from '../sync/documents/made.ts'
import { bytesOf } from '../sync/made.ts'
import { type Attack, type Four, gatherFour, type Hold } from './four.ts'
import { heldNow, MEMORY_BYTES, memoryNow } from './memory.ts'

const SECOND = 1000
/** What one of the honest may send to Mal beyond as much as Mal sent: heads of a small league, a window, a farewell. */
const WORTH_BYTES = 400_000

const hashOf = (...of: (string | number)[]): string => Buffer.from(seedFor(...of)).toString('hex')

const write = (member: Member, id: number) =>
  member.replica.write({ kind: 'hologram', id: id.toString(16).padStart(32, '0'), body: {} })

/** A message over and over, as fast as it is taken. */
const pouring =
  (
    lane: 'feeds' | 'blobs' | 'documents',
    next: (n: number, hold: Hold) => Uint8Array,
  ): NonNullable<Attack['does']> =>
  async hold => {
    for (let n = 0; n < 100_000 && !hold.hasEnded(); n++) await hold[lane].send(next(n, hold))
  }

/** Offers an entry, and gives these when asked for it. */
const giving = (device: DeviceId, entries: () => readonly SignedEntry[]): Attack => ({
  does: ({ feeds }) =>
    feeds.send(
      encodeFeedMessage({ type: 'have', tips: [{ device, seq: 40, hash: hashOf('tip') as EntryHash }] }),
    ),
  hears(lane, bytes, { feeds }) {
    const message = lane === 'feeds' ? decodeFeedMessage(bytes) : null
    if (message?.type !== 'want') return
    void feeds.send(encodeFeedMessage({ type: 'entries', request: message.request, entries: entries() }))
  },
})

const lastOf = (member: Member): VerifiedEntry =>
  member.store.snapshot().findLast(({ device }) => device === member.signer.device)!

/** In somebody's name, under Mal's own signature. */
const signedByMal = async (four: Four, device: DeviceId, of: VerifiedEntry, change: object) => {
  const bytes = encodeEntry({ ...of.entry, ...change })
  return { device, bytes, signature: await four.mal.signer.sign(signedMessage(device, bytes)) }
}

const WEAK = `01${'00'.repeat(31)}` as DeviceId

interface Case {
  readonly what: string
  readonly ends: readonly EndReason[]
  readonly attack: (four: Four) => Promise<Attack> | Attack
  /** Until all three let go. */
  readonly within?: number
}

const text = (said: string): Uint8Array<ArrayBuffer> => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, said)
  return Uint8Array.from(Y.encodeStateAsUpdate(doc))
}
const update = (bytes: Uint8Array<ArrayBuffer>, id = 'notes') =>
  encodeDocumentMessage({ type: 'update', id, total: bytes.length, offset: 0, bytes })

const cases: readonly Case[] = [
  {
    what: 'announces two gigabytes',
    ends: ['too-much'],
    attack: () => ({ does: ({ wire }) => wire.send(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08)) }),
  },
  {
    what: 'sends a byte a second',
    ends: ['no-answer'],
    within: 200 * SECOND,
    attack: ({ world }) => ({
      async does({ wire, hasEnded }) {
        await wire.send(Uint8Array.of(0xff, 0x7f, 1))
        const next = (): void => {
          if (hasEnded()) return
          void wire.send(Uint8Array.of(0)).catch(() => {})
          world.clock.after(SECOND, next)
        }
        next()
      },
    }),
  },
  {
    what: 'sends half a message of the feeds',
    ends: ['broken-protocol'],
    attack: () => ({ does: ({ feeds }) => feeds.send(Uint8Array.of(5, 0xff)) }),
  },
  {
    what: 'wants everything without end',
    ends: ['too-much'],
    attack: () => ({
      does: pouring('feeds', (n, { victim }) => {
        const wants = Array.from({ length: 64 }, () => ({
          device: victim.signer.device,
          fromSeq: 0,
          known: [],
        }))
        return encodeFeedMessage({ type: 'want', request: 1 + n, wants })
      }),
    }),
  },
  {
    what: 'has news of what nobody has, without end',
    ends: ['too-much', 'lied'],
    attack: () => ({
      does: pouring('feeds', n => {
        const tips = Array.from({ length: 500 }, (_, at) => {
          const made = (n * 500 + at + 1).toString(16).padStart(64, '0')
          return { device: made as DeviceId, seq: 3, hash: made as EntryHash }
        })
        return encodeFeedMessage({ type: 'have', tips })
      }),
    }),
  },
  {
    what: 'sends entries nobody asked for',
    ends: ['too-much'],
    attack: ({ malStore }) => ({
      does: ({ feeds }) =>
        feeds.send(encodeFeedMessage({ type: 'entries', request: 9, entries: malStore.snapshot() })),
    }),
  },
  {
    what: 'sends little that inflates to much',
    ends: ['broken-protocol', 'too-much'],
    attack: () => {
      const packed = deflateSync(new Uint8Array(64 * 1024 * 1024))
      const message = createWriter(packed.length + 16)
      message.varint(6).varint(1).varint(1000).counted(packed)
      const bytes = message.finish()
      return { does: ({ feeds }) => feeds.send(bytes) }
    },
  },
  {
    what: 'forges an entry of another',
    ends: ['lied'],
    attack: async four => {
      const last = lastOf(four.lee)
      const { device } = four.lee.signer
      const forged = await signedByMal(four, device, last, { seq: last.entry.seq + 1, prev: last.hash })
      return giving(device, () => [forged])
    },
  },
  {
    what: 'passes another’s entry off as its own',
    ends: ['lied'],
    attack: async four => {
      const last = lastOf(four.mal)
      const { person } = four.lee.person.key
      const change = { seq: last.entry.seq + 1, prev: last.hash, person }
      const stolen = await signedByMal(four, four.mal.signer.device, last, change)
      return giving(four.mal.signer.device, () => [stolen])
    },
  },
  {
    what: 'replays an entry under another device’s name',
    ends: ['lied'],
    attack: four => {
      const { bytes, signature } = lastOf(four.kim)
      const { device } = four.lee.signer
      return giving(device, () => [{ device, bytes, signature }])
    },
  },
  {
    what: 'brings an entry of another league',
    ends: ['lied'],
    attack: async four => {
      const other = await createWorld('Another league')
      await joined(other, 'mal')
      const entry = other.founder.store.snapshot().find(({ device }) => device === four.mal.signer.device)!
      return giving(four.mal.signer.device, () => [entry])
    },
  },
  {
    what: 'has a key of small order',
    ends: ['lied'],
    attack: async four => {
      const entry = await signedByMal(four, WEAK, lastOf(four.mal), { seq: 0, prev: null })
      return giving(WEAK, () => [entry])
    },
  },
  {
    what: 'asks for a thousand blobs at once',
    ends: ['too-much'],
    attack: () => ({
      does: pouring('blobs', n =>
        encodeBlobMessage({ type: 'ask', sha256: hashOf('blob', n) as Sha256, wantsList: true }),
      ),
    }),
  },
  {
    what: 'asks for all chunks of a blob it was never offered',
    ends: ['too-much', 'broken-protocol'],
    attack: () => ({
      does: ({ blobs }) =>
        blobs.send(
          encodeBlobMessage({ type: 'get', sha256: hashOf('blob') as Sha256, from: 0, count: 60_000 }),
        ),
    }),
  },
  {
    what: 'brings chunks nobody asked for',
    ends: ['broken-protocol', 'too-much', 'lied'],
    attack: () => ({
      does: pouring('blobs', n =>
        encodeBlobMessage({
          type: 'chunk',
          sha256: hashOf('blob') as Sha256,
          index: n,
          bytes: new Uint8Array(CHUNK_BYTES),
        }),
      ),
    }),
  },
  {
    what: 'sends the bytes that keep Yjs busy for ever, again and again',
    ends: ['broken-protocol', 'too-much'],
    attack: () => ({ does: pouring('documents', n => update(ENDLESS_V2, n % 2 ? 'notes' : `notes-${n}`)) }),
  },
  {
    what: 'sends an update that is none',
    ends: ['broken-protocol'],
    attack: () => ({
      does: ({ documents }) => documents.send(update(Uint8Array.of(255, 255, 255, 255, 15))),
    }),
  },
  {
    what: 'types without end',
    ends: ['too-much'],
    attack: () => {
      const typed = text('x'.repeat(20_000))
      return { does: pouring('documents', () => update(typed)) }
    },
  },
]

describe.each(cases)('a member that $what', ({ ends, attack, within = 30 * SECOND }) => {
  test('is let go, and nobody else notices', async () => {
    const four = await gatherFour()
    const { world, honest, mal, kim } = four
    const before = await Promise.all(honest.map(({ replica }) => replica.digest()))
    const prepared = await attack(four)
    const memory = heldNow()
    const links = await four.attack(prepared)
    const isLetGo = () =>
      honest.every(each => four.reasonsAbout(each, mal).some(reason => ends.includes(reason)))
    const inTime = await world.clock.until(isLetGo, within)
    expect(honest.map(each => four.reasonsAbout(each, mal).at(-1))).toEqual(
      honest.map(() => expect.toBeOneOf([...ends])),
    )
    expect(inTime).toBe(true)
    expect(memoryNow() - memory).toBeLessThan(MEMORY_BYTES.taken)
    await expect.poll(() => heldNow() - memory).toBeLessThan(MEMORY_BYTES.held)

    // Nothing of it was kept, and it cost little.
    expect(await Promise.all(honest.map(({ replica }) => replica.digest()))).toEqual(before)
    for (const { sentBytes } of links) expect(sentBytes[1]).toBeLessThan(WORTH_BYTES + sentBytes[0])

    // A screen has words for it.
    for (const reason of ends) expect(ALARMING.has(reason) || reason === 'no-answer').toBe(true)

    // The others are together as before, and what one writes is everywhere at once.
    for (const each of honest) {
      expect(each.mesh.peers()).toHaveLength(2)
      for (const other of honest) expect(four.reasonsAbout(each, other)).toEqual([])
    }
    await write(kim, 1)
    expect(await world.clock.until(() => areAlike(...honest), SECOND)).toBe(true)
    expect(world.clock.timers).toBeLessThan(200)
  })
})

describe('a member that holds a blob', () => {
  const LAP = bytesOf(3 * CHUNK_BYTES + 5)

  /** Answers every question about this blob, each time a little wrong. */
  const holding = async (four: Four, spoil: 'list' | 'chunk'): Promise<Attack> => {
    const ref = await four.kim.shared.keep(LAP)
    four.referred.add(ref.sha256)
    return {
      async hears(lane, bytes, { blobs }) {
        const decoded = lane === 'blobs' ? decodeBlobMessage(bytes) : null
        if (decoded?.kind !== 'message') return
        const { message } = decoded
        const offer = (await four.kim.shared.offer(ref.sha256))!
        if (message.type === 'ask') {
          const list = offer.chunkHashes.slice()
          if (spoil === 'list') list[40]! ^= 1
          const { sha256, size, chunkRoot } = ref
          void blobs.send(encodeBlobMessage({ type: 'offer', sha256, size, chunkRoot, list, held: null }))
        }
        if (message.type === 'get')
          for (let index = message.from; index < message.from + message.count; index++) {
            const chunk = (await four.kim.shared.readChunk(ref.sha256, index))!
            chunk[7]! ^= 1
            const { sha256 } = ref
            void blobs.send(encodeBlobMessage({ type: 'chunk', sha256, index, bytes: chunk }))
          }
      },
    }
  }

  test.each([
    'list',
    'chunk',
  ] as const)('and gives a wrong %s is let go, and the blob comes whole from another', async spoil => {
    const four = await gatherFour()
    const { world, sam, kim, lee, mal } = four
    await four.attack(await holding(four, spoil))
    await world.clock.pass(SECOND)
    const ref = await kim.shared.keep(LAP)
    const outcomes: unknown[] = []
    for (const seeker of [sam, lee]) void seeker.mesh.fetch(ref).then(outcome => outcomes.push(outcome))
    expect(await world.clock.until(() => outcomes.length === 2, 60 * SECOND)).toBe(true)
    expect(outcomes).toEqual([{ ok: true }, { ok: true }])
    for (const seeker of [sam, lee]) {
      expect(Buffer.compare(seeker.shared.read(ref.sha256)!, LAP)).toBe(0)
      expect(four.reasonsAbout(seeker, mal)).toEqual(['lied'])
      expect(seeker.mesh.peers()).toHaveLength(2)
    }
  })
})

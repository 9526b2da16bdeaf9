/**
 * C2: decoders of what peers send, of which no test beside them says it: whatever the bytes are, there is an answer or the
 * one complaint each is allowed, soon, and what is answered is no larger than what was given allows.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sha256 } from '#shared/id'
import {
  type ChunkedRef,
  type DeviceId,
  decodeEntry,
  decodeTraceManifest,
  encodeTraceManifest,
  type LeagueId,
  type PersonId,
} from '#shared/logbook'
import {
  decodeAdmission,
  decodeGivenLeague,
  encodeAdmission,
  encodeGivenLeague,
  type GivenLeague,
} from '../../../shared/sync/agreement/gifts.ts'
import {
  decodeHello,
  decodeOpen,
  decodeReveal,
  decodeSure,
  encodeHello,
  encodeOpen,
  encodeReveal,
} from '../../../shared/sync/agreement/messages.ts'
import { Malformed } from '../../../shared/sync/bytes.ts'
import {
  decodeControl,
  encodeBye,
  encodeGlance,
  encodeRefusal,
} from '../../../shared/sync/control-messages.ts'
import { decodeDocumentMessage, encodeDocumentMessage } from '../../../shared/sync/documents/messages.ts'
import { createFlowDecoder, FLOW_DATA_BYTES, flowData, flowHeader } from '../../../shared/sync/stream-flow.ts'

type Bytes = Uint8Array<ArrayBuffer>

const filled = (length: number, value: number): Bytes => new Uint8Array(length).fill(value)
const party = {
  person: 'a1'.repeat(32) as PersonId,
  device: 'b2'.repeat(32) as DeviceId,
  personName: 'Sam',
  deviceName: 'Sam’s phone',
}
const league: GivenLeague = {
  id: 'c3'.repeat(32) as LeagueId,
  use: 'league',
  name: 'Tuesday',
  addresses: ['/ip4/192.168.1.5/tcp/7422/ws'],
  invite: filled(32, 7),
  rooms: [{ epoch: 3, secret: filled(32, 8) }],
}
const ref: ChunkedRef = {
  sha256: 'd4'.repeat(32) as Sha256,
  size: 70_000,
  chunkRoot: 'e5'.repeat(32) as Sha256,
}

/** Every byte that comes out came in: nothing is made of a number that was announced. */
const flowOf = (bytes: Uint8Array): { readonly heard: number; readonly isGood: boolean } => {
  let heard = 0
  const decode = createFlowDecoder({
    data: piece => {
      heard += piece.length
    },
    more: () => {},
    end: () => {},
  })
  return { isGood: decode(bytes), heard }
}

interface Decoder {
  readonly decode: (bytes: Bytes) => unknown
  readonly samples: readonly Bytes[]
  /** Nobody hears of a complaint of this kind but the one who reads the message. */
  readonly mayComplain: boolean
}

const DECODERS: Readonly<Record<string, Decoder>> = {
  'the opening of an agreement': {
    decode: decodeOpen,
    samples: [encodeOpen({ version: 1, commitment: filled(32, 1) })],
    mayComplain: true,
  },
  'its hello': {
    decode: decodeHello,
    samples: [encodeHello({ version: 1, nonce: filled(32, 2), party })],
    mayComplain: true,
  },
  'what it reveals': {
    decode: decodeReveal,
    samples: [
      encodeReveal({ nonce: filled(32, 3), party, purpose: { kind: 'device' } }),
      encodeReveal({ nonce: filled(32, 3), party, purpose: { kind: 'league', league: league.id } }),
    ],
    mayComplain: true,
  },
  'its signature': { decode: decodeSure, samples: [filled(64, 4)], mayComplain: true },
  'a league that is given': {
    decode: decodeGivenLeague,
    samples: [encodeGivenLeague(league)],
    mayComplain: false,
  },
  'the admission of a device': {
    decode: decodeAdmission,
    samples: [encodeAdmission({ certificate: filled(64, 5), personName: 'Sam', leagues: [league, league] })],
    mayComplain: false,
  },
  'a list of traces': {
    decode: decodeTraceManifest,
    samples: [
      encodeTraceManifest({ v: 1, laps: [ref, null, ref], between: null }),
      // Lists in lists in lists, and a list that says it has four thousand million items.
      filled(200_000, 0x81),
      Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff),
    ],
    mayComplain: false,
  },
  'an entry': { decode: decodeEntry, samples: [filled(60_000, 0x81), filled(300, 0xa1)], mayComplain: false },
  'a word of the handshake': {
    decode: decodeControl,
    samples: [
      encodeBye('lied'),
      encodeGlance('Tuesday'),
      encodeRefusal({ reason: 'not-a-member', versions: [1] } as never),
    ],
    mayComplain: true,
  },
  'a message about a document': {
    decode: decodeDocumentMessage,
    samples: [
      encodeDocumentMessage({ type: 'state', id: 'notes', both: true, stateVector: filled(9, 1) }),
      encodeDocumentMessage({ type: 'update', id: 'notes', total: 40, offset: 0, bytes: filled(40, 2) }),
    ],
    mayComplain: false,
  },
  'the frames of a stream': {
    decode: bytes => {
      const { heard } = flowOf(bytes)
      if (heard > bytes.length) throw new Error('more came out than went in')
    },
    samples: [
      new Uint8Array([...flowData(filled(50, 1)), ...flowHeader('more', 9), ...flowHeader('end', 0)]),
      flowHeader('data', FLOW_DATA_BYTES),
    ],
    mayComplain: false,
  },
}

const damaged = (samples: readonly Bytes[]): fc.Arbitrary<Bytes> =>
  fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
      fc.option(fc.nat(400)),
      fc.uint8Array({ maxLength: 20 }),
    )
    .map(([sample, places, end, more]) => {
      const bytes = new Uint8Array([...sample.subarray(0, end ?? sample.length), ...more])
      for (const [at, value] of places) if (at < bytes.length) bytes[at] = value
      return bytes
    })

/** A decoder that hangs would take for ever; one that is slow is no better. */
const SLOW_MS = 250

describe.each(Object.entries(DECODERS))('C2: %s', (_, { decode, samples, mayComplain }) => {
  const read = (bytes: Bytes): void => {
    const begun = performance.now()
    try {
      decode(bytes)
    } catch (error) {
      if (!mayComplain || !(error instanceof Malformed)) throw error
    }
    expect(performance.now() - begun).toBeLessThan(SLOW_MS)
  }

  test('of any bytes, whole or damaged, is an answer or a complaint', () => {
    for (const sample of samples) read(sample)
    const any = fc.oneof(damaged(samples), fc.uint8Array({ maxLength: 300 }))
    fc.assert(
      fc.property(any, bytes => read(new Uint8Array(bytes))),
      { numRuns: 400 },
    )
  })
})

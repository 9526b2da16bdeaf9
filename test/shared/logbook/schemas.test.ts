/** Bodies: what is written is read back, what contradicts itself or was never meant says nothing and harms nobody. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Bodies,
  bodyToWire,
  decodeTraceManifest,
  encodeTraceManifest,
  type Kind,
  type ReadBody,
  readBody,
  type SessionBody,
} from '#shared/logbook'
import { asMillis } from '#shared/units'
import { hexOf, SAMPLE_BODIES, SAMPLE_IDS, sampleSession } from './sample-bodies.ts'

const KINDS = Object.keys(SAMPLE_BODIES) as Kind[]

const read = (kind: string, body: unknown, id = SAMPLE_IDS[kind as Kind] ?? '', v = 1): ReadBody =>
  readBody({ v, kind, id, body })

const wireOf = <K extends Kind>(kind: K, body: Bodies[K] = SAMPLE_BODIES[kind]): Record<string, unknown> =>
  bodyToWire(kind, body) as Record<string, unknown>

describe('bodies', () => {
  test.each(KINDS)('a %s that is written is read back', kind => {
    expect(read(kind, wireOf(kind))).toEqual({ what: 'known', kind, body: SAMPLE_BODIES[kind] })
  })

  test.each(KINDS)('what a newer program adds to a %s is passed over', kind => {
    expect(read(kind, { ...wireOf(kind), added: [1, 2] })).toMatchObject({ what: 'known' })
  })

  test.each(KINDS)('a %s that lacks a field, or has an id of another length, is malformed', kind => {
    for (const field of Object.keys(wireOf(kind))) {
      const { [field]: _, ...rest } = wireOf(kind)
      expect(read(kind, rest), field).toMatchObject({ what: 'malformed', kind })
    }
    expect(read(kind, wireOf(kind), hexOf('1', 5))).toMatchObject({ what: 'malformed', kind })
  })

  test('a null body takes back, another kind is unknown, a higher version is newer', () => {
    expect(read('session', null)).toEqual({ what: 'withdrawn', kind: 'session' })
    expect(read('livery', { any: 'thing' })).toEqual({ what: 'unknown-kind' })
    expect(read('constructor', {})).toEqual({ what: 'unknown-kind' })
    expect(read('session', wireOf('session'), SAMPLE_IDS.session, 2)).toEqual({ what: 'newer-version' })
  })

  test.each<Bodies['decision']>([
    {
      what: 'void-lap',
      reason: '',
      author: SAMPLE_BODIES.member.until[0]!.device as never,
      session: hexOf('9', 16),
      lap: 0,
    },
    { what: 'note', reason: 'x', author: hexOf('a', 32) as never, session: hexOf('9', 16), lap: null },
    {
      what: 'endorse-gates',
      reason: 'x',
      author: hexOf('a', 32) as never,
      layout: hexOf('9', 16),
      version: 3,
    },
  ])('a decision of each form is read back: $what', body => {
    expect(read('decision', wireOf('decision', body))).toEqual({ what: 'known', kind: 'decision', body })
  })

  test('a person is revoked by another form of the same kind', () => {
    const body: Bodies['revoke'] = {
      what: 'person',
      person: hexOf('6', 32) as never,
      last: [],
      reason: 'left',
    }
    expect(read('revoke', wireOf('revoke', body))).toEqual({ what: 'known', kind: 'revoke', body })
    expect(read('revoke', { ...wireOf('revoke', body), what: 'planet' })).toMatchObject({ what: 'malformed' })
  })

  test('names lose what would make them pose as others, and are cut to what a screen shows', () => {
    const long = { ...SAMPLE_BODIES.member, name: `Zoe\u0308\u202e\u0000${'x'.repeat(200)}😀` }
    const body = read('member', wireOf('member', long))
    expect(body).toMatchObject({ what: 'known' })
    const { name } = (body as { body: Bodies['member'] }).body
    expect(name.startsWith('Zoë  x')).toBe(true)
    expect(name).toHaveLength(120)
    for (const sly of ['a\u202eb', 'a\nb', 'a\u0085b', 'x'.repeat(121)]) {
      expect(read('member', { ...wireOf('member'), name: sly })).toMatchObject({ what: 'malformed' })
    }
  })

  test('a name is never cut within one character', () => {
    const name = `${'x'.repeat(119)}😀`
    expect(wireOf('member', { ...SAMPLE_BODIES.member, name }).name).toBe('x'.repeat(119))
  })
})

describe('the columns of a session', () => {
  const withLaps = (laps: Partial<SessionBody['laps']>, more: Partial<SessionBody> = {}): ReadBody => {
    const body = sampleSession()
    return read('session', wireOf('session', { ...body, ...more, laps: { ...body.laps, ...laps } }))
  }

  test('may be empty, and may be of a day', () => {
    for (const count of [0, 1, 700]) {
      const body = {
        ...sampleSession(count),
        laps: { ...sampleSession(count).laps, flaws: [], surfaces: [] },
      }
      expect(read('session', wireOf('session', body))).toMatchObject({ what: 'known' })
    }
  })

  test('have one length', () => {
    for (const column of ['number', 'driver', 'kind', 'timing', 'start', 'time'] as const) {
      expect(withLaps({ [column]: [0, 0] }), column).toMatchObject({ what: 'malformed' })
    }
    expect(withLaps({ sectors: [[], []] })).toMatchObject({ what: 'malformed' })
    expect(withLaps({ sectors: [] })).toMatchObject({ what: 'known' })
    expect(withLaps({ ids: new Uint8Array(47) })).toMatchObject({ what: 'malformed' })
  })

  test('name drivers and rows that exist, each row once', () => {
    expect(withLaps({ driver: [0, 2, 0] })).toMatchObject({ what: 'malformed' })
    expect(withLaps({ flaws: [[3, 'beyond']] })).toMatchObject({ what: 'malformed' })
    expect(
      withLaps({
        surfaces: [
          [1, 'wet'],
          [1, 'dry'],
        ],
      }),
    ).toMatchObject({ what: 'malformed' })
    expect(
      withLaps({
        surfaces: [
          [1, 'wet'],
          [2, 'dry'],
        ],
      }),
    ).toMatchObject({ what: 'known' })
  })

  test('have sectors that sum to their lap', () => {
    const time = [asMillis(100), asMillis(200), asMillis(300)]
    const sectors = (last: number) => [[], [asMillis(50), asMillis(150)], [asMillis(last)]]
    expect(withLaps({ time, sectors: sectors(300) })).toMatchObject({ what: 'known' })
    expect(withLaps({ time, sectors: sectors(299) })).toMatchObject({ what: 'malformed' })
  })

  test('hold whole numbers in range', () => {
    for (const bad of [-1, 0.5, 86_400_001, 2 ** 53, Number.NaN]) {
      expect(withLaps({ time: [bad, 1, 1] as never, sectors: [] }), `${bad}`).toMatchObject({
        what: 'malformed',
      })
    }
    expect(withLaps({ kind: [0, 0, 4] })).toMatchObject({ what: 'malformed' })
  })

  test('timed at lines say which lines', () => {
    expect(withLaps({}, { gates: null })).toMatchObject({ what: 'malformed' })
    expect(withLaps({ timing: [0, 1, 0] }, { gates: null })).toMatchObject({ what: 'known' })
  })
})

test('whatever is in place of a body, reading it neither throws nor takes long', () => {
  const bodies = fc.oneof(
    fc.anything(),
    fc.constantFrom(...KINDS).map(kind => wireOf(kind)),
    fc.tuple(fc.constantFrom(...KINDS), fc.anything(), fc.nat(20)).map(([kind, value, at]) => {
      const fields = Object.entries(wireOf(kind))
      fields[at % fields.length]![1] = value
      return Object.fromEntries(fields)
    }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), bodies, (kind, body) => {
      expect(['known', 'withdrawn', 'malformed']).toContain(read(kind, body).what)
    }),
    { numRuns: 3000 },
  )
})

describe('the manifest of a session’s traces', () => {
  const manifest = {
    v: 1 as const,
    laps: [null, SAMPLE_BODIES.session.traces, null],
    between: SAMPLE_BODIES.session.traces,
  }

  test('that is written is read back, and names one blob for one content', () => {
    const bytes = encodeTraceManifest(manifest)
    expect(decodeTraceManifest(bytes)).toEqual(manifest)
    expect(encodeTraceManifest(decodeTraceManifest(bytes)!)).toEqual(bytes)
  })

  test('is refused with any byte changed into what it cannot be, and never throws', () => {
    const bytes = encodeTraceManifest(manifest)
    expect(decodeTraceManifest(bytes.subarray(0, -1))).toBeNull()
    expect(decodeTraceManifest(new Uint8Array(300_000))).toBeNull()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = bytes.slice()
        changed[at]! ^= flip
        const read = decodeTraceManifest(changed)
        if (read) expect(encodeTraceManifest(read)).toEqual(changed)
      }),
    )
  })
})

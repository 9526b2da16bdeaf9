/** Lap lists beside a log. */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { motecLdReader, motecLdxReader } from '../../../../shared/formats/motec-ld/index.ts'
import { ldxBeside, readLdxMarkers } from '../../../../shared/formats/motec-ld/ldx.ts'
import { expectHonest } from '../common/fuzz.ts'
import { notesOf, ramp, rawLd, readLog } from './fixture.ts'

const ldx = (text: string, name = 'log.ldx') => memorySource(name, new TextEncoder().encode(text))
const list = (markers: string, group = 'Beacons'): string =>
  `<?xml version="1.0"?>\n<LDXFile Version="1.6">\n<Layers><Layer><MarkerBlock><MarkerGroup Name="${group}" Index="3">${markers}</MarkerGroup></MarkerBlock></Layer></Layers></LDXFile>`
const marker = (time: string, kind = 'BCN') =>
  `<Marker Version="100" ClassName="${kind}" Name="Manual.1" Flags="77" Time="${time}"/>`

describe('a lap list', () => {
  test('is found by its name, whatever its case and folder', () => {
    const files = ['other.ldx', 'b/LOG.LDX', 'log.ld'].map(name => memorySource(name, new Uint8Array(0)))
    expect(ldxBeside('a\\Log.ld', files)?.name).toBe('b/LOG.LDX')
    expect(ldxBeside('log2.ld', files)).toBeNull()
  })

  test('holds microseconds as floats, also with a decimal comma', async () => {
    const text = list(
      [marker('1.25000000000000000e+07'), marker('2,55000500000000000e+07'), marker('37000000')].join(''),
    )
    expect(await readLdxMarkers(ldx(text))).toEqual([12_500, 25_500.05, 37_000])
  })

  test('keeps other markers to itself', async () => {
    const text = list(marker('1e6')) + list(marker('2e6'), 'Notes') + list(marker('3e6', 'LOOP'))
    expect(await readLdxMarkers(ldx(text))).toEqual([1000])
    expect(await readLdxMarkers(ldx(list(marker('soon') + marker('') + marker('5e6'))))).toEqual([5000])
  })

  test('may have single quotes, attributes in any order and none at all', async () => {
    const text = list("<Marker Time='2e6' ClassName='BCN' /><Marker/><Marker Time='3e6'/>")
    expect(await readLdxMarkers(ldx(text))).toEqual([2000])
  })

  test('that is something else is no list', async () => {
    expect(await readLdxMarkers(ldx('<html></html>'))).toBeNull()
    expect(await readLdxMarkers(ldx(''))).toBeNull()
  })

  test('alone is refused with a hint', async () => {
    const source = ldx(list(marker('1e6')))
    expect(motecLdxReader.detect(await source.read(0, 1000))).toBe(true)
    const outcome = await motecLdxReader.read(source, {})
    expectHonest(outcome, 'alone')
    expect(outcome).toMatchObject({
      ok: false,
      reason: expect.stringContaining('drop it together with the .ld'),
    })
  })

  test('given with its log is answered for', async () => {
    const log = memorySource('LOG.ld', new Uint8Array(0))
    const outcome = await motecLdxReader.read(ldx(list('')), { companions: [log] })
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('read together with LOG.ld') })
  })
})

describe('beside a log', () => {
  const log = rawLd([{ name: 'Ground Speed', unit: 'km/h', rate: 10, samples: ramp(1200) }])

  test('it gives the laps', async () => {
    const read = await readLog(log, { companions: [ldx(list(marker('2e7') + marker('9.5e7')))] })
    expect(read.sessions[0]!.marks).toEqual([
      { startMs: 0, endMs: 20_000, number: 0, kind: 'out' },
      { startMs: 20_000, endMs: 95_000, number: 1 },
      { startMs: 95_000, endMs: 119_900, number: 2, kind: 'partial' },
    ])
  })

  test('a damaged one, or one of another log, is said', async () => {
    const damaged = await readLog(log, { companions: [ldx('<nothing/>')] })
    expect(damaged.sessions[0]!.marks).toBeNull()
    expect(notesOf(damaged)).toMatch(/log\.ldx is damaged/)
    const foreign = await readLog(log, { companions: [ldx(list(marker('9e9')))] })
    expect(notesOf(foreign)).toMatch(/holds no lap of this log/)
  })
})

test('neither takes the other’s files', () => {
  const log = rawLd([{ name: 'A', samples: ramp(2) }])
  const text = new TextEncoder().encode(list(''))
  expect([motecLdReader.detect(log), motecLdxReader.detect(log)]).toEqual([true, false])
  expect([motecLdReader.detect(text), motecLdxReader.detect(text)]).toEqual([false, true])
})

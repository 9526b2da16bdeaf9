/** GPX files: our own from the simulator, and odd ones by hand. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { gpxReader } from '../../../../shared/formats/gpx/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf } from '../pipeline/made.ts'
import { goldenBytes, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(gpxReader, bytes, 'drive.gpx')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array) => onlySession(await read(bytes))
const notesOf = async (bytes: Uint8Array) => (await read(bytes)).notes.map(({ text }) => text).join('\n')
const reasonOf = async (text: string) => {
  const outcome = await readBytes(gpxReader, bytesOf(text))
  return outcome.ok ? 'it was read' : outcome.reason
}

const simulated = madeSession()
const rows = rowsOf(simulated)

describe('recognised', () => {
  test.each([
    ['GPX 1.1', {}],
    ['GPX 1.0', { version: '1.0' }],
    ['with a prefix', { prefix: 'gpx:' }],
    ['without a declaration', { head: '' }],
    ['behind a byte order mark and a comment', { head: '\ufeff<?xml version="1.0"?><!-- from a phone -->' }],
  ] as const)('%s', (_, options) => {
    expect(gpxReader.detect(written(simulated, options).subarray(0, 65_536))).toBe(true)
  })

  test.each(['<kml><gpxish/></kml>', 'gpx, lat, lon\n<gpx>', '<html>', ''])('not %j', text => {
    expect(gpxReader.detect(bytesOf(text))).toBe(false)
  })
})

describe('read', () => {
  test.each([
    ['GPX 1.1', {}],
    ['GPX 1.0', { version: '1.0' }],
    ['with a prefix and single quotes', { prefix: 'g:', version: '1.0', quote: "'" }],
  ] as const)('%s: points are those of the receiver', async (_, options) => {
    const session = await sessionOf(written(simulated, options))
    expect(session).toMatchObject({ startedAt: STARTED_AT, comment: 'Kestrel Heath & back, A phone' })
    const [lat, lon, speed, altitude] = ['lat', 'lon', 'speed', 'altitude'].map(name =>
      channel(session, name, 'gps'),
    )
    const time = timeOf(session.trace, lat!)
    expect(time.length).toBe(rows.length)
    for (const [i, row] of rows.entries()) {
      expect(time[i]).toBe(row.timeMs)
      expect(lat!.values[i]).toBeCloseTo(row.lat, 7)
      expect(lon!.values[i]).toBeCloseTo(row.lon, 7)
      expect(speed!.values[i]).toBeCloseTo(row.speed, 3)
      expect(altitude!.values[i]).toBeCloseTo(row.altitude, 2)
    }
  })

  test('a heart rate is kept', async () => {
    const rate = channel(await sessionOf(written(simulated)), 'heartRate')
    expect(rate).toMatchObject({ unit: 'bpm', source: 'gps' })
    expect(rate.values[0]).toBe(151)
  })

  test('without speeds they are worked out from the places, and said to be', async () => {
    const bytes = written(simulated, { speed: false })
    const speed = channel(await sessionOf(bytes), 'speed', 'calc')
    const errors = rows.map((row, i) => Math.abs(row.speed - speed.values[i]!)).sort((a, b) => a - b)
    expect(errors[errors.length >> 1]).toBeLessThan(0.5)
    expect(await notesOf(bytes)).toContain('worked out from the positions')
  })

  test('in small pieces it reads the same', async () => {
    const bytes = written(simulated)
    const source = memorySource('a.gpx', bytes)
    const outcome = await gpxReader.read(
      { ...source, read: (offset, length) => source.read(offset, Math.min(length, 7)) },
      {},
    )
    const whole = await readBytes(gpxReader, bytes)
    expect(outcome).toEqual(whole)
  })

  test('hours between tracks are sessions, in order of time', async () => {
    const track = (startedAt: number) => /<trk>.*<\/trk>/s.exec(textOf(written(simulated, { startedAt })))![0]
    const text = `<gpx>${track(STARTED_AT + 7_200_000)}${track(STARTED_AT)}</gpx>`
    const log = await read(bytesOf(text))
    expect(log.sessions.map(({ startedAt }) => startedAt)).toEqual([STARTED_AT, STARTED_AT + 7_200_000])
    for (const session of log.sessions) expect(channel(session, 'lat').values).toHaveLength(rows.length)
  })

  test('waypoints and routes were not driven', async () => {
    const planned = '<wpt lat="1" lon="2"><name>Start</name></wpt><rte><rtept lat="1" lon="2"/></rte>'
    const text = textOf(written(simulated)).replace('<trk>', `${planned}<trk>`)
    expect(channel(await sessionOf(bytesOf(text)), 'lat').values).toHaveLength(rows.length)
    expect(await notesOf(bytesOf(text))).toContain('nobody drove them')
    expect(await reasonOf(`<gpx>${planned}</gpx>`)).toContain('only a planned route')
  })

  test('times in another zone are the same moments', async () => {
    const text = textOf(written(simulated)).replaceAll(/<time>(.*?)T(.*?)Z<\/time>/g, (_, day, clock) => {
      const local = new Date(Date.parse(`${day}T${clock}Z`) + 7_200_000).toISOString().replace('Z', '+02:00')
      return `<time>${local}</time>`
    })
    expect((await sessionOf(bytesOf(text))).startedAt).toBe(STARTED_AT)
  })

  test.each([
    ['<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>', 'no times'],
    ['<gpx></gpx>', 'not one track point'],
    ['<gpx><trk>', 'not one track point'],
  ])('%s is refused', async (text, words) => {
    expect(await reasonOf(text)).toContain(words)
  })
})

describe('files that mean harm', () => {
  const point = '<trkpt lat="50" lon="10"><time>2026-01-01T00:00:00Z</time></trkpt>'
  const points = point + point.replace('00:00Z', '00:01Z')

  test('entities are not expanded', async () => {
    const bomb = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i + 1} "&l${i};&l${i};&l${i};">`).join('')
    const text = `<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY l0 "lol">${bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk><name>&l20;&x;&#77;&#x6e;</name><trkseg>${points}</trkseg></trk></gpx>`
    expect((await sessionOf(bytesOf(text))).comment).toBe('&l20;&x;Mn')
  })

  test('comments, instructions and CDATA hide nothing', async () => {
    const text = `<gpx><!-- <trkpt lat="1" lon="1"> --><?x <trkpt lat="1" lon="1"> ?><trk><name><![CDATA[A > B & <C>]]></name><trkseg>${points}</trkseg></trk></gpx>`
    const session = await sessionOf(bytesOf(text))
    expect(session.comment).toBe('A > B & <C>')
    expect(channel(session, 'lat').values).toHaveLength(2)
  })

  test('a greater-than sign inside an attribute does not end the tag', async () => {
    const text = `<gpx creator="a > b"><trk><trkseg>${points}</trkseg></trk></gpx>`
    expect((await sessionOf(bytesOf(text))).comment).toBe('a > b')
  })

  test('a tag without end stops the reading, what came before is kept', async () => {
    const text = `<gpx><trk><trkseg>${points}</trkseg></trk><x y="${'z'.repeat(200_000)}"></gpx>`
    expect(channel(await sessionOf(bytesOf(text)), 'lat').values).toHaveLength(2)
    expect(await notesOf(bytesOf(text))).toContain('damaged in the middle')
  })

  test('a text of megabytes costs no memory and no time', async () => {
    const text = `<gpx><trk><name>${'n'.repeat(5_000_000)}</name><trkseg>${points}</trkseg></trk></gpx>`
    const { comment } = await sessionOf(bytesOf(text))
    expect(comment).toBe('n'.repeat(200))
  })
})

describe('the file kept here', () => {
  const kept = readFileSync(new URL('./golden.gpx', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes())).toBe(textOf(kept).replaceAll('\r\n', '\n'))
  })

  test('reads as it did', async () => {
    const { startedAt, trace } = await sessionOf(kept)
    expect(startedAt).toBe(STARTED_AT)
    expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source} ${c.values.length}`)).toEqual([
      'lat deg gps 136',
      'lon deg gps 136',
      'altitude m gps 136',
      'speed m/s gps 136',
      'heading deg calc 136',
    ])
  })
})

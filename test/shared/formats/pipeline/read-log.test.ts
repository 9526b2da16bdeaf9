/** Which reader takes a file, and what is said when none does or something breaks. */
import { describe, expect, test } from 'vitest'
import { detectFormat, type FormatReader, memorySource, READERS, readLog, readWith } from '#shared/formats'
import { encodeTrace } from '#shared/trace'
import { bytesOf, madeSession } from './made.ts'

const read = (text: string | Uint8Array, name = 'a.csv') =>
  readLog(memorySource(name, typeof text === 'string' ? bytesOf(text) : text))

describe('the list of readers', () => {
  test('names are unique, versions and endings sound', () => {
    expect(new Set(READERS.map(({ name }) => name)).size).toBe(READERS.length)
    for (const { name, label, version, extensions } of READERS) {
      expect(name).toMatch(/^[a-z0-9-]+$/)
      expect(label).not.toBe('')
      expect(Number.isInteger(version) && version >= 1).toBe(true)
      for (const ending of extensions) expect(ending).toMatch(/^[a-z0-9]+$/)
    }
  })

  test.each([
    new Uint8Array(0),
    new Uint8Array(1),
    new Uint8Array(65_536),
    bytesOf('a,b\n1,2\n'),
  ])('nobody takes what is nothing', head => {
    expect(detectFormat(head)).toBeNull()
  })
})

test('a file is read by the reader that knows it, whatever it is called', async () => {
  const outcome = await read(encodeTrace(madeSession({ laps: 1, rateHz: 2, gpsHz: 1 }).trace), 'photo.jpg')
  expect(outcome).toMatchObject({
    ok: true,
    reader: { name: 'paddock-trace', label: 'Paddock trace', version: 1 },
  })
})

describe('files that are no logs', () => {
  test.each([
    ['an empty file', '', 'is empty'],
    ['a photo', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'a photo'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'a picture'],
    ['a PDF', '%PDF-1.7', 'a PDF'],
    ['a zip of something', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0), 'a zip archive'],
    ['a video', bytesOf('\0\0\0\x18ftypmp42'), 'a video'],
    ['a KML', '<?xml version="1.0"?><kml xmlns="x"><coordinates>1,2,3\n4,5,6\n</coordinates></kml>', 'a KML'],
    ['a web page', '<!doctype html><html><title>404</title>', 'a web page'],
    ['a JSON file', '{"laps": [1, 2]}', 'a JSON file'],
    [
      'a list of laps',
      'LAPINDEX,DATE,TIME,LAPTIME,DISTANCE_KM\n381,14-AUG-16,09:57:02.00,01:33.29,2.5\n',
      'lap list',
    ],
    ['a letter', 'Dear Sir,\nthe car is red.\n', 'does not know this kind of file'],
    ['noise', Uint8Array.from({ length: 5000 }, (_, i) => (i * 2_654_435_761) >>> 24), 'does not know'],
  ])('%s', async (_, bytes, words) => {
    const outcome = await read(bytes)
    expect(outcome).toMatchObject({
      ok: false,
      kind: 'unknown-format',
      reason: expect.stringContaining(words),
    })
    if (!outcome.ok) expect(outcome.reason).toMatch(/^[A-Z][^\n]*\.$/)
  })

  test('a table is told apart, so that its owner can say what it is', async () => {
    const outcome = await read('t;kmh\n0,0;10,5\n0,1;11,5\n0,2;12,5\n')
    expect(outcome).toMatchObject({ ok: false, kind: 'unknown-csv' })
  })
})

describe('when something breaks', () => {
  const reader = (readIt: FormatReader['read']): FormatReader => ({
    name: 'test',
    label: 'Test',
    version: 1,
    extensions: [],
    detect: () => true,
    read: readIt,
  })

  test('a source that cannot be read any more is one sentence', async () => {
    const gone = { name: 'a.ld', size: 10, read: () => Promise.reject(new Error('it was\nunplugged')) }
    const expected = {
      ok: false,
      kind: 'refused',
      reason: expect.stringMatching(/^The file a\.ld can no longer be read \(it was unplugged\)[^\n]*\.$/),
    }
    expect(await readLog(gone)).toEqual(expected)
    expect(
      await readWith(
        reader(async source => (await source.read(0, 1)) as never),
        gone,
      ),
    ).toEqual(expected)
  })

  test('a fault of a reader is one sentence, and says whose it is', async () => {
    const faulty = reader(() => Promise.reject(new TypeError('x is undefined')))
    expect(await readWith(faulty, memorySource('a', bytesOf('a')))).toEqual({
      ok: false,
      kind: 'refused',
      reason: expect.stringMatching(
        /^Reading this Test file failed inside Paddock \(x is undefined\)[^\n]*\.$/,
      ),
    })
  })

  test('what a reader answers is handed on', async () => {
    const source = memorySource('a', bytesOf('a'))
    for (const kind of ['refused', 'cancelled'] as const) {
      const outcome = { ok: false, kind, reason: 'No.' } as const
      expect(
        await readWith(
          reader(() => Promise.resolve(outcome)),
          source,
        ),
      ).toEqual(outcome)
    }
    const log = { format: 'Test v2', sessions: [], notes: [] }
    expect(
      await readWith(
        reader(() => Promise.resolve({ ok: true, log })),
        source,
      ),
    ).toEqual({
      ok: true,
      reader: { name: 'test', label: 'Test', version: 1 },
      log,
    })
  })
})

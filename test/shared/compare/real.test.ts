/** Real recordings, read where they lie; they belong to other people. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  type AlignedLap,
  alignLap,
  cornersAlong,
  createReference,
  deltaAt,
  deltaLine,
  findCorners,
  type LapToCompare,
  partRows,
  partsOf,
} from '#shared/compare'
import { isRanked, lapTimeMs } from '#shared/lap'
import { readLogFile } from '../../../cli/commands/read-log-file.ts'

const folder = fileURLToPath(new URL('../../../../shared/data/telemetry/', import.meta.url))

const lapsOf = async (name: string): Promise<LapToCompare[]> => {
  const read = await readLogFile(folder + name)
  if (!read.ok) throw new Error(read.reason)
  const { session, laps } = read.sessions[0]!
  return laps.map(lap => ({ lap, trace: session.trace, frame: session.frame }))
}

const lapNumber = (laps: readonly LapToCompare[], number: number): LapToCompare =>
  laps.find(({ lap }) => lap.number === number)!

if (existsSync(folder)) {
  describe('real recordings', () => {
    test('laps 2 and 3 of the phone log at 1 Hz end 9.056 s apart', async () => {
      const laps = await lapsOf('trackaddict/STC_log.csv')
      const [two, three] = [lapNumber(laps, 2), lapNumber(laps, 3)]
      const reference = createReference(two)
      const aligned = alignLap(reference, two, three) as AlignedLap
      expect(aligned.by).toBe('position')
      expect(deltaAt(reference, aligned, reference.lengthM)).toBe(9056)
      expect(deltaLine(reference, aligned).deltaMs.at(-1)).toBe(9056)
    })

    test.each([
      ['aim/aim_official_test.xrk', 9],
      ['misc/okc-tillotson-plain.nmea', 11],
      ['vbo/racebox-lignano.vbo', 8],
      ['motec/Sample1.ld', 4],
      ['racechrono/session_20260713_185859.rcz', 2],
    ])('%s: all timed laps are compared, and tables add up', async (name, timed) => {
      const laps = (await lapsOf(name)).filter(({ lap }) => isRanked(lap))
      expect(laps.length).toBeGreaterThanOrEqual(timed)
      const own = laps.reduce((a, b) => (lapTimeMs(b.lap) < lapTimeMs(a.lap) ? b : a))
      const reference = createReference(own)
      const parts = partsOf(reference.lengthM, cornersAlong(reference, findCorners(reference, own)))
      for (const lap of laps) {
        const aligned = alignLap(reference, own, lap)
        if (aligned.by === 'nothing') throw new Error(aligned.reason)
        const rows = partRows(reference, own, parts, aligned, lap)
        const lost = rows.reduce((sum, { loss }) => sum + loss!.lossMs, 0)
        expect(lost, `${name} lap ${lap.lap.number}`).toBe(lapTimeMs(lap.lap) - lapTimeMs(own.lap))
      }
    })
  })
} else {
  test('real recordings were not checked: they are not beside this project', () => {
    expect(existsSync(folder)).toBe(false)
  })
}

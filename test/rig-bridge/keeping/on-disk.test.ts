/** On a real disk, with the recorder, the worker and the clock that are used: kept, found again, recorded, locked. */
import { randomFillSync } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { silentLog } from '../../../node/log/index.ts'
import { type Keeping, openKeeping } from '../../../rig-bridge/keeping/index.ts'
import { openNodeFiles } from '../../../rig-bridge/keeping/node-files.ts'
import { eventsToBytes, judgeRigHeader, RIG_HEADER_BYTES, type SimEvent } from '../../../shared/sim/index.ts'
import { decodeTrace } from '../../../shared/trace/index.ts'
import { temporaryFolder } from '../../node/support/folder.ts'
import { keptDrive } from './kept-drive.ts'

const open = (folder: string, record?: string) =>
  openKeeping({
    folder,
    log: silentLog,
    fillRandom: bytes => randomFillSync(bytes),
    ...(record === undefined ? {} : { record }),
  })

const opened = async (folder: string, record?: string): Promise<Keeping> => {
  const found = await open(folder, record)
  if (!found.ok) throw new Error(found.message)
  return found.keeping
}

test('a drive is kept with its traces, and recorded once more to be played again', async () => {
  const folder = temporaryFolder()
  const record = join(folder, 'drive.rig')
  const keeping = await opened(folder, record)
  const drive = keptDrive(3, 1)
  const events: SimEvent[] = [...drive.events()]
  const announced: string[] = []
  keeping.onLap(({ id }) => announced.push(id))
  for (const event of events) keeping.take([event])
  await keeping.close()
  const again = await opened(folder)
  const { laps } = again.laps.list('pc', null, 50)
  expect(laps.map(({ id }) => id).sort()).toEqual(announced.sort())
  const timed = laps.filter(({ measured }) => measured.kind === 'timed')
  expect(timed.map(({ measured }) => measured.endMs - measured.startMs)).toEqual(
    drive.laps.filter(({ kind }) => kind === 'timed').map(({ lapMs }) => lapMs),
  )
  const chunks: Uint8Array[] = []
  for (let index = 0; ; index++) {
    const chunk = await again.laps.chunk(timed[0]!.id, index)
    if (!chunk) break
    chunks.push(chunk)
  }
  expect(decodeTrace(new Uint8Array(Buffer.concat(chunks))).ok).toBe(true)
  expect(again.freeBytes()).toBeGreaterThan(0)
  await again.close()

  const bytes = readFileSync(record)
  expect(judgeRigHeader(bytes)).toBe('rig')
  expect(bytes.subarray(RIG_HEADER_BYTES).equals(eventsToBytes(events))).toBe(true)
})

test('is closed only when nothing in its folder is removed any more', async () => {
  const laps = join(temporaryFolder(), 'laps')
  const files = await openNodeFiles(laps)
  let removing = 0
  let removed = 0
  const slow = async (name: string): Promise<void> => {
    removing++
    await pause(20)
    await files.remove(name)
    removing--
    removed++
  }
  const found = await openKeeping({
    folder: laps,
    log: silentLog,
    fillRandom: bytes => randomFillSync(bytes),
    files: { ...files, remove: slow },
  })
  if (!found.ok) throw new Error(found.message)
  for (const event of keptDrive(3, 1).events()) found.keeping.take([event])
  await found.keeping.close()
  expect(removing).toBe(0)
  expect(removed).toBeGreaterThan(0)
})

test('a file that goes while the folder is read is not in it', async () => {
  const folder = temporaryFolder()
  for (let file = 0; file < 200; file++) writeFileSync(join(folder, `${file}.lap`), '')
  const files = await openNodeFiles(folder)
  const listing = files.list()
  for (let file = 0; file < 200; file += 2) rmSync(join(folder, `${file}.lap`))
  expect((await listing).length).toBeGreaterThanOrEqual(100)
  expect(await files.list()).toHaveLength(100)
})

test('one bridge for one folder: a second one is told so, and comes in when the first has gone', async () => {
  const folder = temporaryFolder()
  const first = await opened(folder)
  const second = await open(folder)
  expect(second.ok).toBe(false)
  expect(!second.ok && second.message).toMatch(/^Another rig-bridge keeps its laps in .*--data\.$/)
  await first.close()
  await (await opened(folder)).close()
})

test('a folder that cannot be used, and a recording that is there already, are said in one sentence', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'laps'), 'in the way')
  const blocked = await open(folder)
  expect(!blocked.ok && blocked.message).toMatch(/^The laps in .* cannot be read .*--data\.$/)
  const other = temporaryFolder()
  const record = join(other, 'there.rig')
  writeFileSync(record, 'something')
  const refused = await open(other, record)
  expect(!refused.ok && refused.message).toMatch(/^The recording .*a file of that name is there.*--record\.$/)
  expect(readFileSync(record, 'utf8')).toBe('something')
  await (await opened(other)).close()
})

import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeWholeFile } from '#node/files'
import { temporaryFolder, writeFiles } from '../support/folder.ts'

const textAt = (path: string): string => readFileSync(path, 'utf8')

test('a new file, and one that is replaced, with nothing beside them', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'lap.arrow')
  expect(await writeWholeFile(path, 'one')).toEqual({ ok: true })
  expect(await writeWholeFile(path, new Uint8Array([116, 119, 111]))).toEqual({ ok: true })
  expect(textAt(path)).toBe('two')
  expect(readdirSync(folder)).toEqual(['lap.arrow'])
})

test('somebody reading the old file reads all of it', async () => {
  const path = join(temporaryFolder(), 'lap.arrow')
  await writeWholeFile(path, 'old '.repeat(10_000))
  const reader = await open(path)
  await writeWholeFile(path, 'new')
  expect(await reader.readFile('utf8')).toBe('old '.repeat(10_000))
  await reader.close()
})

test('of many writers at once one wins, whole', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'lap.arrow')
  const texts = Array.from({ length: 20 }, (_, i) => `${i} `.repeat(5_000))
  const results = await Promise.all(texts.map(text => writeWholeFile(path, text)))
  expect(results.every(result => result.ok)).toBe(true)
  expect(texts).toContain(textAt(path))
  expect(readdirSync(folder)).toEqual(['lap.arrow'])
})

test('through a link, to the file it points to', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { 'real/lap.arrow': 'old' })
  symlinkSync(join(folder, 'real/lap.arrow'), join(folder, 'link.arrow'))
  expect(await writeWholeFile(join(folder, 'link.arrow'), 'new')).toEqual({ ok: true })
  expect(textAt(join(folder, 'real/lap.arrow'))).toBe('new')
})

describe('refused, with what was there unchanged', () => {
  test('a folder', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'sub'))
    const refused = { ok: false, reason: 'something that is not a file is there' }
    expect(await writeWholeFile(join(folder, 'sub'), 'x')).toEqual(refused)
    expect(await writeWholeFile(folder, 'x')).toEqual(refused)
    expect(readdirSync(folder)).toEqual(['sub'])
  })

  test('a device, which a rename would replace', async () => {
    if (process.platform === 'win32') return
    expect(await writeWholeFile('/dev/null', 'x')).toMatchObject({ ok: false })
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('a folder that is not there, a file in the way, a name too long', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { file: 'x' })
    const reason = async (path: string) => {
      const written = await writeWholeFile(path, 'x')
      return written.ok ? null : written.reason
    }
    expect(await reason(join(folder, 'none', 'lap.arrow'))).toBe('its folder does not exist')
    expect(await reason(join(folder, 'file', 'lap.arrow'))).toBe('its folder does not exist')
    expect(await reason(join(folder, 'x'.repeat(300)))).toBe('the name is too long')
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('a place that takes no files', async () => {
    if (process.platform !== 'linux') return
    expect(await writeWholeFile('/proc/lap.arrow', 'x')).toMatchObject({ ok: false })
  })
})

describe('piece by piece', () => {
  const pieces = [new Uint8Array(70_000).fill(97), new Uint8Array(0), new Uint8Array([98, 99])]
  const later = async function* () {
    yield* pieces
  }

  test.each([
    ['an array', () => pieces],
    ['pieces that are made when asked for', later],
  ])('%s', async (_, content) => {
    const folder = temporaryFolder()
    expect(await writeWholeFile(join(folder, 'lap.csv'), content())).toEqual({ ok: true })
    expect(textAt(join(folder, 'lap.csv'))).toBe(`${'a'.repeat(70_000)}bc`)
    expect(readdirSync(folder)).toEqual(['lap.csv'])
  })

  test('when one cannot be made, that is thrown and the old file stays', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'lap.csv': 'old' })
    const broken = function* () {
      yield pieces[0]!
      throw new RangeError('no more')
    }
    await expect(writeWholeFile(join(folder, 'lap.csv'), broken())).rejects.toThrow('no more')
    expect(textAt(join(folder, 'lap.csv'))).toBe('old')
    expect(readdirSync(folder)).toEqual(['lap.csv'])
  })
})

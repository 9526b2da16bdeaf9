import { describe, expect, test } from 'vitest'
import { createFakePages, createPageDecoder } from '#shared/sim'
import { pageOf, STATIC, writeText } from '../../../../shared/sim/pages/index.ts'

const staticOf = (game: 'ac' | 'acc'): Uint8Array =>
  createFakePages({ game, circuit: 'valdoro', seed: 1, laps: 1 }).fill(0).static.slice()

const decoderOf = (bytes: Uint8Array) => {
  const decoder = createPageDecoder()
  decoder.take({ page: 'static', family: 'ac', bytes, atMs: 0 })
  return decoder
}

/** As the files of bridges on Linux are. */
const inFile = (bytes: Uint8Array): Uint8Array => {
  const file = new Uint8Array(2048)
  file.set(bytes)
  return file
}

const changed = (bytes: Uint8Array, texts: Partial<Record<keyof typeof STATIC, string>>): Uint8Array => {
  const copy = bytes.slice()
  for (const [name, text] of Object.entries(texts))
    writeText(pageOf(copy), STATIC[name as keyof typeof STATIC], text)
  return copy
}

describe('AC1 and ACC', () => {
  test('are told apart in pages of their own size and in files of equal size', () => {
    for (const game of ['ac', 'acc'] as const) {
      expect(decoderOf(staticOf(game)).game()).toBe(game)
      expect(decoderOf(inFile(staticOf(game))).game()).toBe(game)
    }
  })

  test('are told apart by what is left when a word is missing', () => {
    const acc = staticOf('acc')
    expect(decoderOf(changed(acc, { trackConfiguration: '' })).game()).toBe('acc')
    expect(decoderOf(changed(acc, { trackConfiguration: '', carSkin: 'x' })).game()).toBe('acc')
    expect(decoderOf(changed(acc, { trackConfiguration: '', carSkin: 'x', smVersion: '1.7' })).game()).toBe(
      'acc',
    )
  })

  test('a page that ends where ACC 1.7’s did is still ACC', () => {
    const old = changed(staticOf('acc'), { smVersion: '1.7' }).subarray(0, 688)
    expect(decoderOf(old).game()).toBe('acc')
  })

  test('a page without a car is no game yet', () => {
    expect(decoderOf(new Uint8Array(820)).game()).toBeNull()
    expect(decoderOf(changed(staticOf('acc'), { carModel: '' })).game()).toBeNull()
    expect(decoderOf(new Uint8Array(0)).game()).toBeNull()
  })

  test('a version nobody knows is read all the same, and a sentence says so', () => {
    expect(decoderOf(staticOf('acc')).problem()).toBeNull()
    const decoder = decoderOf(changed(staticOf('acc'), { smVersion: '2.0' }))
    expect(decoder.game()).toBe('acc')
    expect(decoder.problem()).toMatch(/version "2\.0".*\.$/)
  })

  test('one game after the other: the second has its own identity', () => {
    const decoder = decoderOf(staticOf('ac'))
    decoder.take({ page: 'static', family: 'ac', bytes: staticOf('acc'), atMs: 5 })
    expect(decoder.drain().map(event => event.kind === 'identity' && event.game)).toEqual(['ac', 'acc'])
    expect(decoder.game()).toBe('acc')
  })
})

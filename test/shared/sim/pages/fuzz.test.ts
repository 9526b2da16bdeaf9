import { describe, expect, test } from 'vitest'
import { createPageDecoder } from '#shared/sim'
import { readDamaged } from './fuzz.ts'

const PAGES = ['static', 'physics', 'graphics'] as const

test('300 sequences of damaged pages give nothing absurd and never throw', () => {
  for (let seed = 0; seed < 300; seed++) readDamaged(seed)
})

describe('pages nobody wrote', () => {
  test.each([0, 3, 296, 800, 4096, 100_000])('%i zero bytes say nothing', bytes => {
    for (const family of ['ac', 'evo'] as const) {
      const decoder = createPageDecoder()
      for (const page of PAGES) decoder.take({ page, family, bytes: new Uint8Array(bytes), atMs: 1 })
      expect(decoder.drain()).toEqual([])
      expect(decoder.game()).toBeNull()
      expect(decoder.problem()).toBeNull()
    }
  })
})

import { describe, expect, test } from 'vitest'
import * as pages from '../../../../shared/sim/pages/index.ts'
import { type Field, fieldBytes, type Layout } from '../../../../shared/sim/pages/index.ts'
import { describeBeside, readBeside } from './beside.ts'

interface KnownField {
  readonly name: string
  readonly type: string
  readonly count: number
  readonly offset: number
}
interface KnownPage {
  readonly size: number
  readonly fields: readonly KnownField[]
}

const TABLES: readonly [name: string, layout: Layout, bytes: number][] = [
  ['PHYSICS', pages.PHYSICS, pages.ACC_PHYSICS_BYTES],
  ['AC_GRAPHICS', pages.AC_GRAPHICS, pages.AC_GRAPHICS_BYTES],
  ['ACC_GRAPHICS', pages.ACC_GRAPHICS, pages.ACC_GRAPHICS_BYTES],
  ['STATIC', pages.STATIC, pages.ACC_STATIC_BYTES],
  ['EVO_GRAPHICS', pages.EVO_GRAPHICS, pages.EVO_GRAPHICS_BYTES],
  ['EVO_STATIC', pages.EVO_STATIC, pages.EVO_STATIC_BYTES],
]

const inOrder = (layout: Layout): Field[] => Object.values(layout).sort((a, b) => a[1] - b[1])

describe('layout tables', () => {
  test.each(TABLES)('%s has no two fields on one byte and none beyond its end', (_, layout, bytes) => {
    let end = 0
    for (const field of inOrder(layout)) {
      expect(field[1]).toBeGreaterThanOrEqual(end)
      end = field[1] + fieldBytes(field)
    }
    expect(end).toBeLessThanOrEqual(bytes)
    // Pages are padded to four bytes at the most.
    expect(bytes - end).toBeLessThan(4)
  })

  test('the AC1 pages end with a field of the common tables', () => {
    const { localVelocity } = pages.PHYSICS
    const { pitWindowEnd } = pages.STATIC
    expect(localVelocity[1] + fieldBytes(localVelocity)).toBe(pages.AC_PHYSICS_BYTES)
    expect(pitWindowEnd[1] + fieldBytes(pitWindowEnd)).toBe(pages.AC_STATIC_BYTES)
  })
})

describeBeside('facts/layouts.json', () => {
  const known = JSON.parse(readBeside('facts/layouts.json').toString('utf8'))
  const TYPES: Record<string, string> = {
    int32: 'i32',
    float32: 'f32',
    utf16le: 'utf16',
    ascii: 'ascii',
    bool8: 'bool',
    int8: 'i8',
    uint8: 'u8',
    int16: 'i16',
    uint16: 'u16',
    uint32: 'u32',
    uint64: 'u64',
  }
  const asTable = (layout: Layout) => inOrder(layout).map(([type, at, count = 1]) => [type, at, count])
  const asKnown = ({ fields }: KnownPage) =>
    fields
      .filter(({ type, name }) => TYPES[type] && name !== 'place_holder')
      .map(({ type, offset, count }) => [TYPES[type], offset, count])

  test('every field has its type, place and length', () => {
    expect(asTable(pages.PHYSICS)).toEqual(asKnown(known.acc.physics))
    expect(asTable(pages.PHYSICS)).toEqual(asKnown(known.acevo.physics))
    expect(asTable(pages.PHYSICS).filter(([, at]) => Number(at) < pages.AC_PHYSICS_BYTES)).toEqual(
      asKnown(known.ac1.physics),
    )
    expect(asTable(pages.ACC_GRAPHICS)).toEqual(asKnown(known.acc.graphics))
    expect(asTable(pages.AC_GRAPHICS)).toEqual(asKnown(known.ac1.graphics))
    expect(asTable(pages.STATIC)).toEqual(asKnown(known.acc.static))
    expect(asTable(pages.STATIC).filter(([, at]) => Number(at) < pages.AC_STATIC_BYTES)).toEqual(
      asKnown(known.ac1.static),
    )
    expect(asTable(pages.EVO_GRAPHICS)).toEqual(asKnown(known.acevo.graphics))
    expect(asTable(pages.EVO_STATIC)).toEqual(asKnown(known.acevo.static))
  })

  test('every struct of AC EVO lies where it should and is laid out as it should be', () => {
    const structs: Record<string, Layout> = {
      SMEvoTyreState: pages.EVO_TYRE,
      SMEvoDamageState: pages.EVO_DAMAGE,
      SMEvoPitInfo: pages.EVO_PIT,
      SMEvoElectronics: pages.EVO_ELECTRONICS,
      SMEvoInstrumentation: pages.EVO_INSTRUMENTATION,
      SMEvoSessionState: pages.EVO_SESSION,
      SMEvoTimingState: pages.EVO_TIMING,
      SMEvoAssistsState: pages.EVO_ASSISTS,
    }
    expect(Object.keys(structs).sort()).toEqual(Object.keys(known._structs).sort())
    for (const [name, layout] of Object.entries(structs))
      expect(asTable(layout), name).toEqual(asKnown(known._structs[name]))
    const placed = (known.acevo.graphics as KnownPage).fields.filter(({ type }) => type in structs)
    expect(Object.values(pages.EVO_AT)).toEqual(placed.map(({ offset }) => offset))
  })

  test('pages have the sizes the games give them', () => {
    expect(pages.pageSizes('acc', '1.9')).toEqual({ physics: 800, graphics: 1588, static: 820 })
    expect(pages.pageSizes('acc', '1.7')).toEqual({ physics: 712, graphics: 1320, static: 688 })
    expect(pages.pageSizes('ac', '1.7')).toEqual({ physics: 580, graphics: 296, static: 684 })
    expect(pages.pageSizes('evo', '1.0')).toEqual({ physics: 800, graphics: 4900, static: 208 })
    expect(known.acevo.graphics.size).toBe(4900)
    expect(known.acc.graphics.size).toBe(1588)
  })
})

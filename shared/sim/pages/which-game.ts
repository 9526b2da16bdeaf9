/**
 * AC1 and ACC share the names of their mappings, and bridges on Linux give both the same file sizes: what their static
 * page says tells them apart.
 *
 * ACC leaves fixed words where AC1 has the layout and the skin ('track config', 'skin' [dumped page]), names its dry
 * tyres behind the end of AC1's page, and counts page versions on past 1.7, where AC1 stopped. AC1 alone gives the
 * track's length. Pages without a car or a track belong to no session yet: null.
 */
import type { GameId } from '../frames/index.ts'
import { EVO_GRAPHICS_BYTES, EVO_PHYSICS_BYTES, EVO_STATIC_BYTES } from './evo-layout.ts'
import { AC_GRAPHICS_BYTES, ACC_GRAPHICS_BYTES } from './graphics-layout.ts'
import { type Page, readNumber, readText } from './layout.ts'
import { AC_PHYSICS_BYTES, ACC_PHYSICS_BYTES } from './physics-layout.ts'
import { AC_STATIC_BYTES, ACC_STATIC_BYTES, STATIC } from './static-layout.ts'

export const ACC_LAYOUT_WORD = 'track config'
export const ACC_SKIN_WORD = 'skin'

/** Behind the comma of '1.9'; NaN for what is no such version. */
export const minorOf = (version: string): number => {
  const match = /^1\.(\d{1,3})$/.exec(version)
  return match ? Number(match[1]) : Number.NaN
}

/** The newest page versions whose layouts are known; up to 1.7 ACC's pages ended earlier. */
const LAST_AC_MINOR = 7
const LAST_ACC_MINOR = 9

export const isKnownVersion = (game: 'ac' | 'acc', pageVersion: string): boolean =>
  minorOf(pageVersion) <= (game === 'ac' ? LAST_AC_MINOR : LAST_ACC_MINOR)

export const gameOfStatic = (page: Page): 'ac' | 'acc' | null => {
  if (readText(page, STATIC.carModel) === '' || readText(page, STATIC.track) === '') return null
  if (readText(page, STATIC.trackConfiguration) === ACC_LAYOUT_WORD) return 'acc'
  if (readText(page, STATIC.carSkin) === ACC_SKIN_WORD) return 'acc'
  if (readNumber(page, STATIC.trackSplineLength) > 0) return 'ac'
  if (minorOf(readText(page, STATIC.smVersion)) > LAST_AC_MINOR) return 'acc'
  return readText(page, STATIC.dryTyresName) === '' ? 'ac' : 'acc'
}

export interface PageSizes {
  readonly physics: number
  readonly graphics: number
  readonly static: number
}

/** ACC to page version 1.7: in a larger file zeros follow, which are not the game's. */
const OLD_ACC: PageSizes = { physics: 712, graphics: 1320, static: 688 }
const SIZES: Readonly<Record<GameId, PageSizes>> = {
  ac: { physics: AC_PHYSICS_BYTES, graphics: AC_GRAPHICS_BYTES, static: AC_STATIC_BYTES },
  acc: { physics: ACC_PHYSICS_BYTES, graphics: ACC_GRAPHICS_BYTES, static: ACC_STATIC_BYTES },
  evo: { physics: EVO_PHYSICS_BYTES, graphics: EVO_GRAPHICS_BYTES, static: EVO_STATIC_BYTES },
}

/** How much of a page the game writes, whatever the size of the file. */
export const pageSizes = (game: GameId, pageVersion: string): PageSizes =>
  game === 'acc' && minorOf(pageVersion) <= LAST_AC_MINOR ? OLD_ACC : SIZES[game]

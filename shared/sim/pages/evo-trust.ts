/**
 * Whether AC EVO's graphics page can be read with our table. The game is in early access and moves fields from one build
 * to the next, so the page is trusted while numbers that have to be right are: the place on the track within 0 to 1, a
 * car's name in printable ASCII, true-or-false bytes that are 0 or 1, no more cars than the list has places, and an
 * engine speed like that of the physics page.
 *
 * Invariant: one odd packet changes nothing; three in a row take the trust away, thirty give it back.
 */
import { EVO_CARS, EVO_GRAPHICS } from './evo-layout.ts'
import { type Page, readNumber } from './layout.ts'
import { isActivity } from './words.ts'

/** The pages are of different instants, and a shift changes the engine's speed by 3000 rpm in that time. */
const RPM_APART = 4000
const PACKETS_TO_DOUBT = 3
const PACKETS_TO_TRUST = 30

const isTruthByte = (page: Page, at: number): boolean => (page.bytes[at] ?? 2) <= 1

const isPrintableAscii = (page: Page, at: number, count: number): boolean => {
  for (let i = 0; i < count; i++) {
    const code = page.bytes[at + i] ?? 0
    if (code === 0) return i > 0
    if (code < 32 || code > 126) return false
  }
  return false
}

/** `rpm` is that of the physics page, NaN when there was none yet. */
export const isEvoGraphics = (page: Page, rpm: number): boolean => {
  const g = EVO_GRAPHICS
  const place = readNumber(page, g.npos)
  return (
    isActivity(readNumber(page, g.status)) &&
    place >= 0 &&
    place <= 1 &&
    isPrintableAscii(page, g.carModel[1], g.carModel[2]) &&
    isTruthByte(page, g.isInPitBox[1]) &&
    isTruthByte(page, g.isInPitLane[1]) &&
    isTruthByte(page, g.isValidLap[1]) &&
    readNumber(page, g.activeCars) <= EVO_CARS &&
    !(Math.abs(readNumber(page, g.rpm) - rpm) > RPM_APART)
  )
}

export interface EvoTrust {
  /** Judges one more packet. */
  judge(page: Page, rpm: number): boolean
  isGiven(): boolean
  forget(): void
}

export const createEvoTrust = (): EvoTrust => {
  /** Null before the first packet, which decides at once. */
  let isGiven: boolean | null = null
  let contrary = 0
  return {
    judge: (page, rpm) => {
      const isGood = isEvoGraphics(page, rpm)
      isGiven ??= isGood
      contrary = isGood === isGiven ? 0 : contrary + 1
      if (contrary >= (isGiven ? PACKETS_TO_DOUBT : PACKETS_TO_TRUST)) {
        isGiven = isGood
        contrary = 0
      }
      // What is odd about a page that is trusted must not get into a row either.
      return isGiven && isGood
    },
    isGiven: () => isGiven !== false,
    forget: () => {
      isGiven = null
      contrary = 0
    },
  }
}

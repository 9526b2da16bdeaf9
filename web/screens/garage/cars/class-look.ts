/**
 * How a class of cars is drawn: the outline of its kind of car, and a colour that goes with the name of the class,
 * which is always written beside it. Colours are those that tell laps apart, so they hold for colour-blind eyes.
 */
import type { CarClassId } from '#shared/known'

export type Outline = 'gt' | 'road' | 'prototype' | 'formula' | 'kart' | 'bike'

export interface ClassLook {
  readonly outline: Outline
  /** A colour of the tokens. */
  readonly colour: string
}

const look = (outline: Outline, colour: string): ClassLook => ({ outline, colour: `var(--${colour})` })

const LOOKS: Readonly<Record<CarClassId, ClassLook>> = {
  gt1: look('gt', 'lap-6'),
  gt2: look('gt', 'lap-8'),
  gt3: look('gt', 'lap-3'),
  gt4: look('gt', 'lap-1'),
  gte: look('gt', 'lap-2'),
  cup: look('gt', 'lap-4'),
  'super-trofeo': look('gt', 'lap-4'),
  challenge: look('gt', 'lap-6'),
  tcx: look('road', 'lap-7'),
  tcr: look('road', 'lap-5'),
  touring: look('road', 'lap-7'),
  'stock-car': look('road', 'lap-2'),
  rally: look('road', 'lap-2'),
  drift: look('road', 'lap-5'),
  historic: look('road', 'lap-8'),
  road: look('road', 'ink-3'),
  hypercar: look('prototype', 'lap-6'),
  lmp1: look('prototype', 'lap-6'),
  lmp2: look('prototype', 'lap-1'),
  lmp3: look('prototype', 'lap-7'),
  prototype: look('prototype', 'lap-2'),
  formula: look('formula', 'lap-5'),
  kart: look('kart', 'lap-4'),
  bike: look('bike', 'lap-2'),
}

const UNKNOWN_CLASS = look('road', 'ink-3')

export const lookOf = (classId: CarClassId | null): ClassLook =>
  classId === null ? UNKNOWN_CLASS : LOOKS[classId]

/** Side views on a 64 × 26 grid, wheels apart: [centre x, centre y, radius]. */
export const OUTLINES: Readonly<
  Record<Outline, { readonly body: string; readonly wheels: readonly (readonly [number, number, number])[] }>
> = {
  gt: {
    body: 'M2 19.500C1.600 16.500 3 14.600 7 13.900L17 12.500C21.500 8.800 27 7 33.500 7c6.500 0 11 1.800 15.500 5l8 1V8.200h-2V6h8v2.200h-3v6c1.400 1.600 1.800 3.600 1.400 5.300Z',
    wheels: [
      [14, 19.5, 4.6],
      [49, 19.5, 4.6],
    ],
  },
  road: {
    body: 'M2.500 19.500c-.6-3.400.7-5.200 4.500-5.800l9.500-1.500C21 7.500 26.500 5.500 34 5.500c7 0 11.500 2.200 16 6.600l8.500 1.600c2.800.8 3.600 2.900 3 5.800Z',
    wheels: [
      [14.5, 19.5, 4.4],
      [49.5, 19.5, 4.4],
    ],
  },
  prototype: {
    body: 'M1.500 19.500c.3-3.300 3-5 8-5.600l6-.7c2.500-.3 4.500.3 6 1.300 2-3.300 5.500-6 11-6 4 0 7 1.200 9.500 3L56.500 10V7.500H54V5.300h8.500V16c.2 1.400 0 2.600-.5 3.500Z',
    wheels: [
      [13, 19.5, 4.8],
      [50, 19.5, 4.8],
    ],
  },
  formula: {
    body: 'M1.500 19.800v-2.300l9-1L24 13.200l3.500-2.700c.8-2.400 2.200-3.500 4.300-3.500 2.200 0 3.600 1.200 4.200 3.400L53 13.500l2-1V6h7.500v8l-3 5.800Z',
    wheels: [
      [11.5, 18.5, 5.8],
      [51, 18.5, 5.8],
    ],
  },
  kart: {
    body: 'M10 20.500l2.500-3.300 12-.7 4-5.500a4 4 0 1 1 6.500 1.200l6.500 4.300 1-4.300h4.500l1.500 5h5v3.300Z',
    wheels: [
      [17, 20, 3.6],
      [47, 20, 4],
    ],
  },
  bike: {
    body: 'M13 18.500l5-8.500 7-3.500 5 2 6-3.500c2-1.200 4.500-.6 5 1.500l-1.500 2 7-.5-3 3 4 6.500-3.500 1-5-5.500-4 4.500H25l-4-4-5 6Z',
    wheels: [
      [14, 18.5, 5.8],
      [49, 18.5, 5.8],
    ],
  },
}

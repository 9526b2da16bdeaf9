/**
 * Three invented circuits. Names, places and shapes belong to nobody; they are put on empty land in three
 * quarters of the globe (both signs of latitude and longitude), and nothing is built there.
 *
 * - Kestrel Heath: a tight club circuit of 2.4 km, clockwise, with one hairpin.
 * - Valdoro: a flowing 4.3 km, anticlockwise, uphill and down, with a hairpin and a chicane.
 * - Stormark: a fast 5.9 km, clockwise, with a straight of 1.6 km between two slow complexes.
 */
import type { CircuitDrawing } from './stations.ts'

export const CIRCUITS = {
  'kestrel-heath': {
    label: 'Kestrel Heath',
    place: 'open peatland in the far north of Scotland',
    origin: { lat: 58.352, lon: -3.948 },
    widthM: 10,
    vertices: [
      [520, 262, 24, 112],
      [505, 130, 38, 107],
      [650, 70, 20, 103],
      [580, -70, 42, 101],
      [420, -45, 100, 103],
      [345, 158, 15, 109],
      [308, 156, 15, 110],
      [255, -80, 34, 106],
      [110, -110, 42, 108],
      [40, 10, 24, 112],
      [-185, 68, 22, 115],
      [-168, 249, 34, 116],
    ],
    startBeforeM: 270,
    sectorsAt: [0.321, 0.648],
    pit: { offsetM: 20, fromM: -180, toM: 130, rampM: 80, boxM: -40, limitMps: 60 / 3.6 },
  },
  valdoro: {
    label: 'Valdoro',
    place: 'empty steppe in Patagonia',
    origin: { lat: -47.214, lon: -69.872 },
    widthM: 12,
    vertices: [
      [595, 0, 70, 402],
      [725, 177, 130, 408],
      [958, 223, 56, 415],
      [1014, 437, 84, 421],
      [828, 577, 65, 428],
      [707, 456, 54, 431],
      [558, 521, 46, 436],
      [595, 688, 33, 441],
      [391, 772, 112, 438],
      [121, 651, 102, 430],
      [156, 423, 15, 424],
      [190, 417, 15, 423],
      [279, 521, 42, 420],
      [391, 437, 28, 418],
      [298, 279, 56, 414],
      [-19, 372, 158, 409],
      [-140, 307, 22, 407],
      [-177, 330, 22, 406],
      [-307, 260, 65, 404],
      [-363, 14, 58, 402],
    ],
    startBeforeM: 390,
    sectorsAt: [0.355, 0.659],
    pit: { offsetM: -22, fromM: -260, toM: 200, rampM: 120, boxM: -60, limitMps: 60 / 3.6 },
  },
  stormark: {
    label: 'Stormark',
    place: 'dry steppe in central Kazakhstan',
    origin: { lat: 47.906, lon: 66.815 },
    widthM: 13,
    vertices: [
      [1180, 0, 28, 305],
      [1205, -70, 28, 304],
      [1370, -110, 120, 303],
      [1560, -420, 300, 299],
      [1380, -860, 200, 296],
      [960, -1010, 17, 297],
      [946, -972, 17, 298],
      [1020, -680, 180, 302],
      [740, -500, 170, 308],
      [520, -680, 120, 310],
      [140, -560, 240, 307],
      [-200, -800, 75, 302],
      [-480, -640, 320, 300],
      [-560, -330, 26, 301],
      [-600, -300, 26, 302],
      [-660, -120, 110, 303],
      [-520, 0, 80, 304],
    ],
    startBeforeM: 600,
    sectorsAt: [0.326, 0.661],
    pit: { offsetM: 24, fromM: -350, toM: 300, rampM: 140, boxM: -80, limitMps: 80 / 3.6 },
  },
} as const satisfies Record<string, CircuitDrawing>

export type CircuitName = keyof typeof CIRCUITS
export const CIRCUIT_NAMES: readonly CircuitName[] = ['kestrel-heath', 'valdoro', 'stormark']

/**
 * The classes cars race in, and the names series and sims give them.
 *
 * A class says how cars compare, not how good the driver is: 'GTD Pro' and 'GTD' are GT3, 'LMP2 Pro/Am' is LMP2.
 */
import { foldName } from './fold.ts'
import type { CarClass, CarClassId } from './model.ts'

const carClass = (id: CarClassId, name: string, ...aliases: string[]): CarClass => ({ id, name, aliases })

export const CAR_CLASSES: readonly CarClass[] = [
  carClass(
    'gt3',
    'GT3',
    'FIA GT3',
    'LMGT3',
    'GTD',
    'GTD Pro',
    'GTDPRO',
    'SP9',
    'SP9 GT3',
    'GT3 Pro',
    'GT3 Am',
    'GT3 Pro-Am',
  ),
  carClass('gt4', 'GT4', 'SP10', 'SP10 GT4', 'GT4 Pro-Am', 'GT4 Am', 'GT4 Silver'),
  carClass('gt2', 'GT2', 'GT2 European Series'),
  carClass('gt1', 'GT1', 'LMGT1'),
  carClass('gte', 'GTE', 'LMGTE', 'LMGTE Pro', 'LMGTE Am', 'GTE Pro', 'GTE Am', 'GTLM'),
  carClass('cup', 'Cup', 'Porsche Cup', 'Carrera Cup', 'GT3 Cup', 'Cup 2', 'CUP21'),
  carClass('super-trofeo', 'Super Trofeo', 'ST', 'ST22', 'Lamborghini Super Trofeo'),
  carClass('challenge', 'Challenge', 'CHL', 'Ferrari Challenge'),
  carClass('tcx', 'TCX', 'M2 CS Cup'),
  carClass('tcr', 'TCR', 'TCR Touring Car'),
  carClass('hypercar', 'Hypercar', 'GTP', 'LMH', 'LMDh', 'HYPERCAR / GTP', 'DPi'),
  carClass('lmp1', 'LMP1', 'LMP1-H', 'LMP1-L'),
  carClass('lmp2', 'LMP2', 'LMP2 Pro-Am', 'LMP2 Am'),
  carClass('lmp3', 'LMP3'),
  carClass('prototype', 'Prototype', 'Sports prototype', 'Group C', 'Sports racer'),
  carClass(
    'formula',
    'Formula',
    'Open wheel',
    'Single-seater',
    'Formula 1',
    'F1',
    'Formula 2',
    'F2',
    'Formula 3',
    'F3',
    'Formula 4',
    'F4',
  ),
  carClass('touring', 'Touring', 'Touring car', 'DTM', 'BTCC', 'Super 2000', 'Group A', 'Supercars'),
  carClass('stock-car', 'Stock car', 'NASCAR'),
  carClass('rally', 'Rally', 'Rallycross', 'WRC', 'Group B'),
  carClass('drift', 'Drift'),
  carClass('historic', 'Historic', 'Vintage', 'Classic'),
  carClass('road', 'Road', 'Road car', 'Street', 'Track day', 'Production'),
  carClass('kart', 'Kart', 'Karting', 'Go-kart', 'Rental kart', 'KZ', 'KZ2', 'Rotax', 'X30'),
  carClass('bike', 'Bike', 'Motorcycle', 'Motorbike', 'Superbike', 'Supersport', 'MotoGP', 'Moto2', 'Moto3'),
]

const byKey = new Map<string, CarClass>()
for (const known of CAR_CLASSES) {
  for (const name of [known.id, known.name, ...known.aliases]) byKey.set(foldName(name), known)
}

/** Null for a class nobody listed: it is shown as it is written. */
export const carClassOf = (name: string): CarClass | null => byKey.get(foldName(name)) ?? null

const byId = new Map(CAR_CLASSES.map(known => [known.id, known]))

export const carClassById = (id: CarClassId): CarClass => byId.get(id)!

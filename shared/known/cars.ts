/** Every car model that is known, in one list. */
import { AC1_CARS } from './cars-ac1.ts'
import { ACC_CARS } from './cars-acc.ts'
import type { KnownCar } from './model.ts'

export const KNOWN_CARS: readonly KnownCar[] = [...ACC_CARS, ...AC1_CARS]

/**
 * What Paddock knows of the world before anybody drove: places, their layouts, car models and classes.
 *
 * Ids are written here once and never change or are given to something else: rows, exports and leagues keep
 * them. A layout's id begins with that of its place ('silverstone/national'), so that it names both.
 * What is not certain is null or left out: an unknown name costs nothing, a wrong one joins two places.
 */
import type { Metres } from '#shared/units'

/** The programs whose own names for things are known. */
export type Sim = 'acc' | 'ac1'

export interface LatLon {
  readonly lat: number
  readonly lon: number
}

export interface KnownLayout {
  /** 'place/layout'. */
  readonly id: string
  /** What it is called beside the name of its place: 'Indy', 'Nordschleife'. */
  readonly name: string
  readonly lengthM: Metres | null
  /** What is said after the name of the place: 'gp' in 'Silverstone GP'. */
  readonly words: readonly string[]
  /** What names it without its place: 'Nordschleife'. */
  readonly aliases: readonly string[]
  readonly ids: {
    readonly acc?: readonly string[]
    /** Folder and configuration; the configuration is '' where a track has only one. */
    readonly ac1?: readonly (readonly [folder: string, config: string])[]
  }
}

export interface KnownTrack {
  readonly id: string
  readonly name: string
  /** For tables and charts. */
  readonly short: string
  /** ISO 3166-1 alpha-2, or null for an invented place. */
  readonly country: string | null
  /** Of the first layout. */
  readonly lengthM: Metres | null
  /** Null for an invented place. */
  readonly at: LatLon | null
  /** How far from `at` its roads may lie. */
  readonly reachM: Metres
  /** Other names; `name` and `short` are found as well. */
  readonly aliases: readonly string[]
  /** The usual one first. Never empty. */
  readonly layouts: readonly KnownLayout[]
}

export interface CarClass {
  readonly id: CarClassId
  readonly name: string
  readonly aliases: readonly string[]
}

export type CarClassId =
  | 'gt2'
  | 'gt3'
  | 'gt4'
  | 'gt1'
  | 'gte'
  | 'cup'
  | 'super-trofeo'
  | 'challenge'
  | 'tcx'
  | 'tcr'
  | 'hypercar'
  | 'lmp1'
  | 'lmp2'
  | 'lmp3'
  | 'prototype'
  | 'formula'
  | 'touring'
  | 'stock-car'
  | 'rally'
  | 'drift'
  | 'historic'
  | 'road'
  | 'kart'
  | 'bike'

export interface KnownCar {
  readonly id: string
  /** Make and model as people say it. */
  readonly name: string
  readonly make: string
  /** Without the make. */
  readonly model: string
  /** The year of the model, where it tells models apart. */
  readonly year?: number
  readonly classId: CarClassId
  /** The name of the class. */
  readonly className: string
  /** Other names; `name`, and `name` with its year, are found as well. */
  readonly aliases: readonly string[]
  readonly ids: {
    /** `carModel` in results, entry lists and broadcasting of ACC on a PC. */
    readonly acc?: number
    /** Shared memory and setup folders of ACC. */
    readonly kunos?: string
    /** The car's folder in AC1. */
    readonly ac1?: string
  }
}

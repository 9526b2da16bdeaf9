/**
 * What a person types about a session, between the session as it is and the change that saves it.
 *
 * Invariants: only what was changed is saved, so a change made elsewhere meanwhile stays. Temperatures are text in the
 * units of the reader while they are typed; one that was not touched is not rewritten by rounding.
 */
import type { CarId, DriverId, LayoutId, SetupId, TrackId } from '#shared/id'
import type { Privacy, Session, Surface, World } from '#shared/lap'
import { formatMeasure, MINUS, shownUnit, type UnitSystem } from '#shared/units'
import type { SessionDetail, SessionEdit } from '#web/store'

/** In place of an id: the name typed beside it. */
export const NEW = 'new'

export interface SessionDraft {
  readonly units: UnitSystem
  name: string
  notes: string
  tags: readonly string[]
  surface: Surface | ''
  weather: string
  air: string
  track: string
  car: CarId | '' | typeof NEW
  newCar: string
  /** Empty when several drove. */
  driver: DriverId | '' | typeof NEW
  newDriver: string
  place: PlaceChoice
  setup: SetupId | ''
  world: World | ''
  privacy: Privacy
}

/** A layout, or a track whose layout nobody knows, or neither. */
export type PlaceChoice = `layout ${LayoutId}` | `track ${TrackId}` | ''

export const layoutChoice = (id: LayoutId): PlaceChoice => `layout ${id}`
export const trackChoice = (id: TrackId): PlaceChoice => `track ${id}`
export const layoutOf = (choice: PlaceChoice): LayoutId | null =>
  choice.startsWith('layout ') ? (choice.slice('layout '.length) as LayoutId) : null
const trackOf = (choice: PlaceChoice): TrackId | null =>
  choice.startsWith('track ') ? (choice.slice('track '.length) as TrackId) : null

export const sessionToDraft = (detail: SessionDetail, units: UnitSystem): SessionDraft => {
  const { session, drivers } = detail
  const { name = '', notes, tags = [], conditions = {}, carId, layoutId, trackId } = session
  return {
    units,
    name,
    notes,
    tags,
    surface: conditions.surface ?? '',
    weather: conditions.weather ?? '',
    air: celsiusToText(conditions.airC, units),
    track: celsiusToText(conditions.trackC, units),
    car: carId ?? '',
    newCar: '',
    driver: drivers.length === 1 ? drivers[0]!.id : '',
    newDriver: '',
    place: layoutId ? layoutChoice(layoutId) : trackId ? trackChoice(trackId) : '',
    setup: session.setupId ?? '',
    world: session.world ?? '',
    privacy: session.privacy,
  }
}

export const isChanged = (base: SessionDraft, draft: SessionDraft): boolean =>
  JSON.stringify(base) !== JSON.stringify(draft)

/** What was typed earlier, on the session as it is now. */
export const rebased = (fresh: SessionDraft, base: SessionDraft, draft: SessionDraft): SessionDraft => {
  const typed = Object.entries(draft).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(base[field as keyof SessionDraft]),
  )
  return { ...fresh, ...Object.fromEntries(typed), units: draft.units }
}

export interface Faults {
  readonly air: boolean
  readonly track: boolean
  readonly newCar: boolean
  readonly newDriver: boolean
}

export const faultsOf = (draft: SessionDraft): Faults => ({
  air: textToCelsius(draft.air, draft.units) === undefined,
  track: textToCelsius(draft.track, draft.units) === undefined,
  newCar: draft.car === NEW && draft.newCar.trim() === '',
  newDriver: draft.driver === NEW && draft.newDriver.trim() === '',
})

/** Of a draft without faults; a car or driver that is new has its id by now. */
export const draftToEdit = (
  base: SessionDraft,
  draft: SessionDraft,
  made: { readonly carId?: CarId; readonly driverId?: DriverId },
): SessionEdit => {
  const differs = (field: keyof SessionDraft): boolean => draft[field] !== base[field]
  const conditions: NonNullable<SessionEdit['conditions']> = {
    ...(differs('surface') && { surface: draft.surface || null }),
    ...(differs('weather') && { weather: draft.weather.trim() || null }),
    ...(differs('air') && { airC: textToCelsius(draft.air, draft.units) ?? null }),
    ...(differs('track') && { trackC: textToCelsius(draft.track, draft.units) ?? null }),
  }
  const addTags = without(draft.tags, base.tags)
  const removeTags = without(base.tags, draft.tags)
  const layoutId = layoutOf(draft.place)
  const carId = draft.car === NEW ? made.carId : draft.car || null
  const driverId = draft.driver === NEW ? made.driverId : draft.driver || undefined
  return {
    ...(differs('name') && { name: draft.name.trim() || null }),
    ...(differs('notes') && { notes: draft.notes }),
    ...(addTags.length > 0 && { addTags }),
    ...(removeTags.length > 0 && { removeTags }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
    ...(differs('world') && { world: draft.world || null }),
    ...(differs('privacy') && { privacy: draft.privacy }),
    ...(differs('car') && carId !== undefined && { carId }),
    ...(differs('driver') && driverId && { driverId }),
    ...(differs('place') && (layoutId ? { layoutId } : { trackId: trackOf(draft.place) })),
    ...(differs('setup') && { setupId: draft.setup || null }),
  }
}

/** What puts a session back as it was, where it cannot be put back row by row. Its drivers are not in it. */
export const editBack = (session: Session, edit: SessionEdit): SessionEdit => {
  const { conditions = {}, layoutId } = session
  const { airC = null, trackC = null, surface = null, weather = null } = conditions
  return {
    ...(edit.name !== undefined && { name: session.name ?? null }),
    ...(edit.notes !== undefined && { notes: session.notes }),
    ...(edit.addTags && { removeTags: edit.addTags }),
    ...(edit.removeTags && { addTags: edit.removeTags }),
    ...(edit.conditions && { conditions: { airC, trackC, surface, weather } }),
    ...(edit.world !== undefined && { world: session.world ?? null }),
    ...(edit.privacy !== undefined && { privacy: session.privacy }),
    ...(edit.carId !== undefined && { carId: session.carId }),
    ...(edit.layoutId && layoutId && { layoutId }),
    ...(edit.setupId !== undefined && { setupId: session.setupId ?? null }),
  }
}

/** Those whose like, however written, is not among the others. */
const without = (tags: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others.map(tag => tag.toLowerCase()))
  return tags.filter(tag => !known.has(tag.toLowerCase()))
}

/** Colder and hotter than any place raced at: what lies outside is a slip or another unit. */
const COLDEST_C = -60
const HOTTEST_C = 90

const celsiusToText = (celsius: number | undefined, units: UnitSystem): string =>
  celsius === undefined ? '' : temperatureOf(celsius, units).value

/** With a decimal where there is one. */
export const temperatureOf = (celsius: number, units: UnitSystem): { value: string; unit: string } => {
  const { value, unit } = formatMeasure(celsius, '°C', units, 1)
  return { value: value.replace(/\.0$/, ''), unit }
}

/** Null for nothing typed, undefined for no temperature. */
export const textToCelsius = (text: string, units: UnitSystem): number | null | undefined => {
  const plain = text.trim().replace(',', '.').replace(MINUS, '-')
  if (plain === '') return null
  const { factor, offset } = shownUnit('°C', units)
  const celsius = Math.round(((Number(plain) - offset) / factor) * 100) / 100
  return celsius >= COLDEST_C && celsius <= HOTTEST_C ? celsius : undefined
}

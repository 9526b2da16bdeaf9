/**
 * What is changed on many sessions at once. A field is left as it is unless something was chosen for it; FORGET takes
 * away what was said.
 */
import type { CarId, DriverId } from '#shared/id'
import { DEFAULT_PRIVACY, type Privacy, type Surface, type World } from '#shared/lap'
import type { Library, Outcome, SessionEdit } from '#web/store'

export const AS_IS = ''
export const FORGET = 'forget'
export const NEW = 'new'

export interface ChangeDraft {
  car: CarId | typeof AS_IS | typeof FORGET | typeof NEW
  newCar: string
  driver: DriverId | typeof AS_IS | typeof NEW
  newDriver: string
  surface: Surface | typeof AS_IS | typeof FORGET
  weather: string
  world: World | typeof AS_IS | typeof FORGET
  privacy: Privacy | typeof AS_IS
}

export const NOTHING: ChangeDraft = {
  car: AS_IS,
  newCar: '',
  driver: AS_IS,
  newDriver: '',
  surface: AS_IS,
  weather: '',
  world: AS_IS,
  privacy: AS_IS,
}

/** Whether there is something to save, and all of it can be. */
export const isReady = (draft: ChangeDraft): boolean => {
  if (draft.car === NEW && draft.newCar.trim() === '') return false
  if (draft.driver === NEW && draft.newDriver.trim() === '') return false
  const { car, driver, surface, weather, world, privacy } = draft
  return [car, driver, surface, weather.trim(), world, privacy].some(field => field !== AS_IS)
}

export const draftToEdit = (
  draft: ChangeDraft,
  made: { readonly carId?: CarId; readonly driverId?: DriverId } = {},
): SessionEdit => {
  const { car, driver, surface, world, privacy } = draft
  const weather = draft.weather.trim()
  const carId = car === NEW ? made.carId : car === FORGET ? null : car || undefined
  const driverId = driver === NEW ? made.driverId : driver || undefined
  const conditions = {
    ...(surface !== AS_IS && { surface: surface === FORGET ? null : surface }),
    ...(weather !== '' && { weather }),
  }
  return {
    ...(carId !== undefined && { carId }),
    ...(driverId && { driverId }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
    ...(world !== AS_IS && { world: world === FORGET ? null : world }),
    ...(privacy !== AS_IS && { privacy }),
  }
}

/** With a car and driver that are new in the library first. */
export const editOf = async (library: Library, draft: ChangeDraft): Promise<Outcome<SessionEdit>> => {
  const shared = { origin: 'user', privacy: DEFAULT_PRIVACY } as const
  const car = draft.car === NEW ? await library.ensureCar({ ...shared, name: draft.newCar.trim() }) : null
  if (car && !car.ok) return car
  const driver =
    draft.driver === NEW ? await library.ensureDriver({ ...shared, name: draft.newDriver.trim() }) : null
  if (driver && !driver.ok) return driver
  const made = { ...(car && { carId: car.value.id }), ...(driver && { driverId: driver.value.id }) }
  return { ok: true, value: draftToEdit(draft, made) }
}

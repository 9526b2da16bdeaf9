/**
 * The classes of cars: as a person wrote them down, else as the known cars have them. The tables of known cars are
 * fetched when somebody asks for a class, and until then only what was written down counts.
 */
import type { Car } from '#shared/lap'
import { knownIdOfCar, type SessionListing } from '#web/store'

type Known = typeof import('#shared/known')

class ClassNames {
  #known = $state.raw<Known | null>(null)
  /** Whether the known cars are here, or will not come. */
  isSettled = $state(false)
  #wanted = false
  #byCar = new WeakMap<Car, string | null>()

  /** Without them, because they could not be fetched, a class is what was written down. */
  want(): void {
    if (this.#wanted) return
    this.#wanted = true
    import('#shared/known').then(
      known => {
        this.#byCar = new WeakMap()
        this.#known = known
        this.isSettled = true
      },
      () => {
        this.#wanted = false
        this.isSettled = true
      },
    )
  }

  of = ({ carRecord }: SessionListing): string | null => {
    const known = this.#known
    if (!carRecord) return null
    const remembered = this.#byCar.get(carRecord)
    if (remembered !== undefined) return remembered
    const name = nameOf(carRecord, known)
    this.#byCar.set(carRecord, name)
    return name
  }
}

const nameOf = (car: Car, known: Known | null): string | null => {
  const written = car.facts?.className?.trim()
  if (!known) return written || null
  const id = knownIdOfCar(known)(car)
  const name = written || (id !== null && known.knownCarByKey(id)?.className)
  return name ? (known.carClassOf(name)?.name ?? name) : null
}

export const classNames = new ClassNames()

/**
 * Which sessions are ticked, to do something to all of them. Ticking one begins it; it ends when a person says so.
 *
 * What is done is done to what is ticked and shown: sessions a filter hides stay ticked, and nothing happens to them.
 */
import type { SessionId } from '#shared/id'
import type { SessionListing } from '#web/store'

export class Selection {
  isOn = $state(false)
  #ids = $state.raw<ReadonlySet<SessionId>>(new Set())
  /** Where a range begins. */
  #last: SessionId | null = null

  has(id: SessionId): boolean {
    return this.#ids.has(id)
  }

  of(shown: readonly SessionListing[]): readonly SessionListing[] {
    return this.isOn ? shown.filter(row => this.#ids.has(row.session.id)) : []
  }

  begin(): void {
    this.isOn = true
  }

  end(): void {
    this.isOn = false
    this.#ids = new Set()
    this.#last = null
  }

  /** With `all` in the order they are shown, everything from the one before becomes as this one becomes. */
  toggle(id: SessionId, all: readonly SessionId[] | null): void {
    const isTicked = !this.#ids.has(id)
    const range = all === null ? [id] : between(all, this.#last ?? id, id)
    this.#last = id
    this.isOn = true
    this.#tick(range, isTicked)
  }

  tickAll(rows: readonly SessionListing[], isTicked: boolean): void {
    this.#tick(
      rows.map(row => row.session.id),
      isTicked,
    )
  }

  #tick(ids: readonly SessionId[], isTicked: boolean): void {
    const next = new Set(this.#ids)
    for (const id of ids) {
      if (isTicked) next.add(id)
      else next.delete(id)
    }
    this.#ids = next
  }
}

const between = (all: readonly SessionId[], a: SessionId, b: SessionId): readonly SessionId[] => {
  const [from, to] = [all.indexOf(a), all.indexOf(b)].sort((x, y) => x - y) as [number, number]
  return from < 0 ? [b] : all.slice(from, to + 1)
}

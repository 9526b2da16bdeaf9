/**
 * The one room this tab is in. It is entered where a person looks at it and stays entered while they go to the desk,
 * until they leave it or enter another.
 *
 * Invariant: whoever is followed is there; who went is followed no more.
 */
import type { LeagueId } from '#shared/logbook'
import { leagues, type Room, type RoomPerson, type RoomState } from '#web/league'
import { words } from '#web/words'

class CrewRoom {
  /** Of this league; null when no room is entered. */
  league = $state<LeagueId | null>(null)
  name = $state('')
  room = $state.raw<Room | null>(null)
  state = $state.raw<RoomState | null>(null)
  /** Why it could not be entered, for a person. */
  problem = $state<string | null>(null)
  followed = $state<number | null>(null)
  /** Rooms a person left stay left, until they enter again. */
  #left = new Set<LeagueId>()
  #stop: () => void = () => {}

  /** Those who proved who they are. */
  readonly people: readonly RoomPerson[] = $derived(
    this.state?.people.filter(({ name }) => name !== '') ?? [],
  )
  readonly followedPerson: RoomPerson | null = $derived(
    this.people.find(({ client }) => client === this.followed) ?? null,
  )

  hasLeft(league: LeagueId): boolean {
    return this.#left.has(league)
  }

  async enter(league: LeagueId, name: string): Promise<void> {
    this.#left.delete(league)
    if (this.league === league && this.problem === null) return
    this.#forget()
    this.league = league
    this.name = name
    const answer = await leagues
      .office()
      .then(office => office.enterRoom(league))
      .catch(error => {
        console.error(error)
        return { ok: false as const, message: words.now.problems.chunk }
      })
    // Another was entered meanwhile, or this one was left.
    if (this.league !== league) return answer.ok ? answer.value.leave() : undefined
    if (!answer.ok) {
      this.problem = answer.message
      return
    }
    this.room = answer.value
    this.#stop = answer.value.watch(state => {
      this.state = state
      if (this.followed !== null && !state.people.some(({ client }) => client === this.followed))
        this.followed = null
    })
  }

  leave(): void {
    if (this.league) this.#left.add(this.league)
    const { room } = this
    this.#forget()
    void room?.leave()
  }

  #forget(): void {
    this.#stop()
    this.#stop = () => {}
    this.league = null
    this.room = null
    this.state = null
    this.problem = null
    this.followed = null
  }
}

export const crewRoom = new CrewRoom()

/**
 * The samples the charts of one view need, fetched once each.
 *
 * Invariant: what is here belongs to the view it was asked for; an answer that comes after the view changed is
 * dropped.
 */
import type { LapId } from '#shared/id'
import type { DeskColumn, DeskLapView, DeskService, DeskView } from '#web/workers'
import { type ChannelKey, channelFor } from './channels.ts'

const nameOf = (id: LapId, key: ChannelKey): string => `${id} ${key}`

export class Columns {
  #service: DeskService
  #view: DeskView | null = null
  #asked = new Set<string>()
  #here = $state.raw<ReadonlyMap<string, DeskColumn>>(new Map())
  /** The last thing that went wrong, as a sentence. */
  problem = $state<string | null>(null)

  constructor(service: DeskService) {
    this.#service = service
  }

  /** Forgets what belongs to another view. */
  follow(view: DeskView | null): void {
    if (view === this.#view) return
    this.#view = view
    this.#asked = new Set()
    this.#here = new Map()
    this.problem = null
  }

  get(id: LapId, key: ChannelKey): DeskColumn | null {
    return this.#here.get(nameOf(id, key)) ?? null
  }

  /** Fetches what is missing for these charts; done when all of it is here or has failed. */
  async want(laps: readonly DeskLapView[], keys: readonly ChannelKey[]): Promise<void> {
    const fetching: Promise<void>[] = []
    for (const lap of laps) {
      if (lap.aligned.by === 'nothing') continue
      for (const key of keys) {
        const channel = channelFor(lap, key)
        const name = nameOf(lap.id, key)
        if (!channel || this.#asked.has(name)) continue
        this.#asked.add(name)
        fetching.push(this.#fetch(lap.id, key, channel.index))
      }
    }
    await Promise.all(fetching)
  }

  async #fetch(id: LapId, key: ChannelKey, index: number): Promise<void> {
    const view = this.#view
    const answer = await this.#service.column(id, index)
    if (view !== this.#view) return
    if (answer.kind === 'failed') this.problem = answer.reason
    else this.#here = new Map(this.#here).set(nameOf(id, key), answer.value)
  }
}

/**
 * The analysis desk: the laps on it, the view of them, what is seen of the axis and where the cursors are.
 *
 * Invariants: the address says everything that was chosen, and whatever is written into the address is what the desk
 * shows; a lap that goes from the library goes from the desk with a sentence; the reference is one of the laps, the
 * fastest when nobody chose.
 */
import { untrack } from 'svelte'
import type { AlignedLap, CornerStretch } from '#shared/compare'
import type { LapId } from '#shared/id'
import { lapTimeMs } from '#shared/lap'
import type { Pyramid } from '#shared/trace'
import type { ChartPanel, Window } from '#web/parts/charts'
import { sessionDay } from '#web/parts/dates'
import { type DeskLink, withLaps, withoutLap } from '#web/route'
import { type Live, library, live } from '#web/state'
import type { LapDetail } from '#web/store'
import { words } from '#web/words'
import {
  type BestScope,
  createDeskService,
  type DeskAnswer,
  type DeskBests,
  type DeskFindings,
  type DeskLapView,
  type DeskView,
} from '#web/workers'
import { Address } from './address.svelte.ts'
import { type Arrangement, present, toArrangement, usualArrangement } from './arrangement.ts'
import { type ChannelKey, DELTA, type ListedChannel, listChannels } from './channels.ts'
import { Columns } from './columns.svelte.ts'
import { referenceOf, toDeskLaps } from './laps.ts'
import type { DeskLap } from './model.ts'
import { deltaPyramid, panelsOf } from './panels.ts'
import { Sight } from './sight.svelte.ts'
import { deskWords } from './words/index.ts'

export class Desk {
  view = $state.raw<DeskView | null>(null)
  problem = $state<string | null>(null)
  isOpening = $state(false)
  /** The charts are on screen with their lines: whatever lies around them may be made now. */
  isDrawn = $state(false)
  /** How many laps went from the library while they were on the desk. */
  gone = $state(0)
  findings = $state.raw<DeskFindings | null>(null)
  /** The lap the tables look at. */
  chosenId = $state<LapId | null>(null)
  readonly columns: Columns
  #remembered = $state.raw<Arrangement | null>(null)
  #service = createDeskService()
  #details: Live<readonly (LapDetail | null)[]>
  #opened = 0
  #address = new Address()
  /** What is seen of the axis, and the cursors. */
  readonly sight = new Sight(this.#address, () => ({
    extent: this.#extent,
    reference: this.reference,
    lengthM: this.view?.lengthM ?? 0,
  }))

  constructor() {
    this.columns = new Columns(this.#service)
    const ids = $derived(this.link.laps.map(lap => lap.id).join())
    this.#details = live(() => {
      const wanted = ids === '' ? [] : (ids.split(',') as LapId[])
      return library.now?.watchLapDetails(wanted) ?? null
    })
    this.#dropWhatIsGone()
    this.#openLaps()
    this.#fetchColumns()
    this.#lookForFindings()
    this.#recallArrangement()
    $effect(() => () => this.#service.close())
  }

  get link(): DeskLink {
    return this.#address.link
  }

  readonly details: readonly LapDetail[] = $derived.by(() =>
    (this.#details.value ?? []).filter(detail => detail !== null),
  )

  readonly referenceId: LapId | null = $derived(referenceOf(this.details, this.link.reference))
  /** The reference first. */
  readonly laps: readonly DeskLap[] = $derived(
    toDeskLaps(this.details, this.link.laps, this.referenceId, ({ session }) =>
      sessionDay(session, words.tag, words.now),
    ),
  )

  readonly reference: AlignedLap | null = $derived.by(() => {
    const own = this.view?.laps.find(lap => lap.id === this.view?.reference)
    return own && own.aligned.by !== 'nothing' ? own.aligned : null
  })

  /** The lap chosen for the tables, else the first that is not the reference, else the reference. */
  readonly chosen: DeskLap | null = $derived.by(
    () =>
      this.laps.find(lap => lap.id === this.chosenId) ??
      this.laps.find(lap => !lap.isReference && this.viewOf(lap.id)?.delta) ??
      this.laps.find(lap => !lap.isReference) ??
      this.laps[0] ??
      null,
  )

  readonly referenceMs: number = $derived(this.view?.lapTimeMs ?? 0)

  viewOf(id: LapId): DeskLapView | null {
    return this.view?.laps.find(lap => lap.id === id) ?? null
  }

  readonly hasDelta: boolean = $derived(this.view?.laps.some(lap => lap.delta !== null) ?? false)
  readonly channels: readonly ListedChannel[] = $derived(
    listChannels(this.view?.laps ?? [], deskWords.now.channels),
  )
  readonly arrangement: Arrangement = $derived.by(() => {
    const kept = this.#remembered && present(this.#remembered, this.channels, this.hasDelta)
    return kept && kept.length > 0 ? kept : usualArrangement(this.channels, this.hasDelta)
  })

  #deltas = $derived.by(() => {
    const { view, reference } = this
    const { axis } = this.link
    const made = new Map<LapId, Pyramid | null>()
    if (view && reference) {
      for (const lap of view.laps) made.set(lap.id, deltaPyramid(lap, reference, axis))
    }
    return made
  })

  readonly panels: readonly ChartPanel[] = $derived.by(() => {
    const { view, laps } = this
    if (!view) return []
    return panelsOf({
      view,
      laps,
      linked: this.link.laps,
      axis: this.link.axis,
      arrangement: this.arrangement,
      deltaTitle: deskWords.now.frame.delta,
      names: deskWords.now.channels,
      column: (lap, key) => this.columns.get(lap.id, key),
      delta: lap => this.#deltas.get(lap.id) ?? null,
    })
  })

  readonly #extent: Window = $derived.by(() => {
    const { view, laps } = this
    if (!view) return { from: 0, to: 1 }
    if (this.link.axis === 'distance') return { from: 0, to: view.lengthM }
    const drawn = laps.filter(lap => !lap.isHidden && this.viewOf(lap.id)?.aligned.by !== 'nothing')
    return { from: 0, to: Math.max(view.lapTimeMs, ...drawn.map(({ lap }) => lapTimeMs(lap))) }
  })
  #preview = $state.raw<readonly CornerStretch[] | null>(null)
  /** While they are edited, as they would be. */
  readonly corners: readonly CornerStretch[] = $derived(this.#preview ?? this.view?.corners ?? [])

  previewCorners(corners: readonly CornerStretch[] | null): void {
    this.#preview = corners
  }

  /** Where the corners are on the axis in force. */
  readonly apexes: readonly { readonly name: string; readonly at: number }[] = $derived.by(() =>
    this.corners.map(({ corner, apexM }) => ({ name: corner.name, at: this.sight.atMetres(apexM) })),
  )

  add(ids: readonly LapId[]): void {
    this.#address.change(withLaps(this.link, ids), { step: true })
  }

  remove(id: LapId): void {
    this.#address.change(withoutLap(this.link, id), { step: true })
  }

  measureAgainst(id: LapId): void {
    this.#address.change({ ...this.link, reference: id }, { step: true })
  }

  toggleHidden(id: LapId): void {
    this.#changeLap(id, lap => ({ ...lap, isHidden: !lap.isHidden }))
  }

  /** Along the axis in force: metres or milliseconds; null puts it back. */
  nudge(id: LapId, by: number | null): void {
    const field = this.link.axis === 'time' ? 'nudgeMs' : 'nudgeM'
    this.#changeLap(id, lap => ({ ...lap, [field]: by === null ? 0 : lap[field] + by }))
  }

  bests(scope: BestScope, id: LapId): Promise<DeskAnswer<DeskBests>> {
    return this.#service.bests(scope, id)
  }

  async arrange(keys: Arrangement | null): Promise<void> {
    this.#remembered = keys
    await library.now?.remember('arrangement', this.#car, keys ?? [])
  }

  readonly #car: string = $derived(
    this.details.find(({ lap }) => lap.id === this.referenceId)?.car?.name ?? '',
  )

  #changeLap(id: LapId, change: (lap: DeskLink['laps'][number]) => DeskLink['laps'][number]): void {
    this.#address.change({
      ...this.link,
      laps: this.link.laps.map(lap => (lap.id === id ? change(lap) : lap)),
    })
  }

  #dropWhatIsGone(): void {
    $effect(() => {
      const answers = this.#details.value
      if (!answers?.some(detail => detail === null)) return
      const here = new Set(answers.filter(detail => detail !== null).map(({ lap }) => lap.id))
      untrack(() => {
        const lost = this.link.laps.filter(lap => !here.has(lap.id))
        this.gone += lost.length
        this.#address.change(lost.reduce((link, lap) => withoutLap(link, lap.id), this.link))
      })
    })
  }

  /** Opened again when a lap, the reference, a line or a corner changed; not when a name did. */
  readonly #toOpen: string = $derived(
    JSON.stringify([
      this.referenceId,
      this.details.map(({ lap, layout }) => [
        lap.id,
        lap.startMs,
        lap.endMs,
        lap.trace?.sha256,
        layout?.gateVersions.length,
        layout?.corners,
      ]),
    ]),
  )

  #openLaps(): void {
    $effect(() => {
      void this.#toOpen
      const { referenceId } = this
      const ids = untrack(() => this.details.map(({ lap }) => lap.id))
      const mine = ++this.#opened
      if (!referenceId) {
        this.view = null
        return
      }
      this.isOpening = true
      void this.#service.open({ laps: ids, reference: referenceId }).then(answer => {
        if (mine !== this.#opened) return
        this.isOpening = false
        this.problem = answer.kind === 'failed' ? answer.reason : null
        this.view = answer.kind === 'done' ? answer.value : null
        this.columns.follow(this.view)
        this.#leaveMetresThatAreNone()
        this.sight.forgetHistory()
      })
    })
  }

  /** Without positions and speed the reference has no metres: then time is the only axis. */
  readonly hasMetres: boolean = $derived(this.reference?.by !== 'time')

  #leaveMetresThatAreNone(): void {
    const { link } = this
    if (this.hasMetres || link.axis === 'time') return
    this.#address.change({ ...link, axis: 'time', window: null, cursor: null, isPinned: false, second: null })
  }

  #fetchColumns(): void {
    $effect(() => {
      const { view, laps } = this
      if (!view) return
      const shown = laps.filter(lap => !lap.isHidden).map(lap => lap.id)
      const keys = this.arrangement.filter((key: ChannelKey) => key !== DELTA)
      const here = untrack(() =>
        this.columns.want(
          view.laps.filter(lap => shown.includes(lap.id)),
          keys,
        ),
      )
      void here.then(() => afterNextFrame(() => (this.isDrawn = true)))
    })
  }

  #lookForFindings(): void {
    $effect(() => {
      const { view, chosen, isDrawn } = this
      this.findings = null
      if (!view || !chosen || !isDrawn) return
      void this.#service.findings(chosen.id).then(answer => {
        if (this.view !== view || this.chosen?.id !== chosen.id) return
        if (answer.kind === 'done') this.findings = answer.value
        else this.problem = answer.reason
      })
    })
  }

  #recallArrangement(): void {
    $effect(() => {
      const car = this.#car
      void library.now?.recall('arrangement', car).then(outcome => {
        if (this.#car === car) this.#remembered = outcome.ok ? toArrangement(outcome.value) : null
      })
    })
  }
}

/** Two frames: the charts draw in the first. A page nobody sees has none, and nothing to hurry for. */
const afterNextFrame = (work: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(work))
}

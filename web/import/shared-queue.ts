/**
 * The imports of all tabs as one list: the leading tab works on it, the others hand it their files, show what it says
 * and pass on what a person wants. tab-messages.ts says how.
 *
 * Invariant: a file given to any tab is imported as long as one tab is open, and by one tab at a time; where two
 * believe for a moment that they lead, the lock on the file's hash keeps it from being there twice.
 */
import type { CsvMapping } from '#shared/formats'
import type { Clock, Leadership, Standing, TabChannel, TabId } from '#web/leader'
import type { PickedFile } from './grouping.ts'
import type { ImportJob, JobId } from './job.svelte.ts'
import { ImportQueue, type QueueOptions } from './queue.svelte.ts'
import {
  AGAIN_MS,
  HANDED_OVER,
  PROGRESS_MS,
  readTabMessage,
  type TabMessage,
  toTabMessage,
  type Wish,
} from './tab-messages.ts'

export interface SharedQueueOptions extends Pick<QueueOptions, 'run' | 'onEnded'> {
  readonly leadership: Pick<Leadership, 'id' | 'standing' | 'watch' | 'check'>
  /** Null where there are no other tabs to speak to. */
  readonly channel: TabChannel | null
  readonly clock: Clock
}

interface OpenWish {
  readonly n: number
  readonly wish: Wish
  said: number
}

export class SharedQueue {
  readonly #queue: ImportQueue
  readonly #tab: TabId
  readonly #leadership: SharedQueueOptions['leadership']
  readonly #channel: TabChannel | null
  readonly #clock: Clock
  /** Given to this tab and not known to be with the leader; how often it was handed over. */
  readonly #untaken = new Map<JobId, number>()
  /** Worked on in this tab although it does not lead. */
  readonly #here = new Set<JobId>()
  readonly #wishes: OpenWish[] = []
  #wished = 0
  /** Of the list as it was told: what it named, what runs as far as others know, what they do not know yet. */
  #listed: ReadonlySet<JobId> = new Set()
  readonly #toldRunning = new Set<JobId>()
  readonly #news = new Set<ImportJob>()
  #newsWait = false
  #looks = false

  constructor({ leadership, channel, clock, ...queue }: SharedQueueOptions) {
    this.#leadership = leadership
    this.#tab = leadership.id
    this.#channel = channel
    this.#clock = clock
    this.#queue = new ImportQueue({
      ...queue,
      tab: leadership.id,
      mayWork: job => this.#leads || this.#here.has(job.id),
      onChange: job => this.#tellOf(job),
    })
    leadership.watch(standing => this.#stand(standing))
    channel?.listen(data => {
      const message = readTabMessage(data)
      if (message && message.from !== this.#tab) this.#hear(message)
    })
  }

  get jobs(): readonly ImportJob[] {
    return this.#queue.jobs
  }

  /** Of those given to this tab. */
  get own(): readonly ImportJob[] {
    return this.#queue.own
  }

  get open(): number {
    return this.#queue.open
  }

  add(picked: readonly PickedFile[]): void {
    const added = this.#queue.add(picked)
    if (this.#leads) {
      this.#tellAll()
      return
    }
    for (const { id } of added) this.#untaken.set(id, 0)
    this.#hand()
    void this.#leadership.check()
    this.#lookAgain()
  }

  /** Stops it where it is; nothing of it is kept. */
  cancel(job: ImportJob): void {
    this.#want({ action: 'cancel', ids: [job.id], mapping: null })
  }

  cancelAll(): void {
    const ids = this.jobs.filter(job => !job.isOver).map(job => job.id)
    this.#want({ action: 'cancel', ids, mapping: null })
  }

  /** Once more, for a table with what its columns mean. */
  again(job: ImportJob, mapping: CsvMapping | null = null): void {
    this.#want({ action: 'again', ids: [job.id], mapping })
  }

  dismiss(job: ImportJob): void {
    this.#want({ action: 'dismiss', ids: [job.id], mapping: null })
  }

  clear(): void {
    const ids = this.jobs.filter(job => job.isOver).map(job => job.id)
    this.#want({ action: 'dismiss', ids, mapping: null })
  }

  get #leads(): boolean {
    return this.#leadership.standing().kind === 'leading'
  }

  #stand(standing: Standing): void {
    this.#here.clear()
    this.#queue.yield()
    this.#listed = new Set()
    if (standing.kind === 'leading') {
      this.#untaken.clear()
      for (const { wish } of this.#wishes.splice(0)) this.#fulfil(wish, () => true)
      this.#queue.work()
      this.#tellAll()
    }
    if (standing.kind === 'following') {
      for (const { id } of this.own) this.#untaken.set(id, 0)
      this.#post({ kind: 'hello', from: this.#tab })
      this.#hand()
      this.#wishAgain()
      this.#lookAgain()
    }
  }

  #hear(message: TabMessage): void {
    if (this.#leads) this.#hearAsLeader(message)
    else this.#hearAsFollower(message)
  }

  #hearAsLeader(message: TabMessage): void {
    const { kind, from } = message
    const got = { kind: 'got', from: this.#tab, to: from } as const
    if (kind === 'hello') this.#tellAll()
    if (kind === 'hand') {
      this.#post({ ...got, ids: message.jobs.map(job => job.id), wishes: [] })
      this.#queue.take(message.jobs)
      this.#tellAll()
    }
    if (kind === 'wish') {
      this.#post({ ...got, ids: [], wishes: [message.n] })
      this.#fulfil(message.wish, () => true)
    }
  }

  #hearAsFollower(message: TabMessage): void {
    const standing = this.#leadership.standing()
    if (standing.kind !== 'following' || message.from !== standing.leader) return
    if (message.kind === 'list') {
      const listed = new Set(message.jobs.map(job => job.id))
      const isHere = ({ id }: { readonly id: JobId }): boolean => this.#here.has(id)
      const isOwnOnly = (job: ImportJob): boolean =>
        isHere(job) || (this.#untaken.has(job.id) && !listed.has(job.id))
      const kept = this.jobs.filter(isOwnOnly).map(job => job.view)
      this.#queue.mirror([...kept, ...message.jobs.filter(job => !isHere(job))])
      for (const id of listed) this.#untaken.delete(id)
    }
    if (message.kind === 'change') {
      const others = message.jobs.filter(job => !this.#here.has(job.id))
      const isKnown = others.map(job => this.#queue.mirrorChange(job))
      if (isKnown.includes(false)) this.#post({ kind: 'hello', from: this.#tab })
    }
    if (message.kind === 'got' && message.to === this.#tab) {
      for (const id of message.ids) this.#untaken.delete(id)
      const left = this.#wishes.filter(({ n }) => !message.wishes.includes(n))
      this.#wishes.splice(0, Infinity, ...left)
    }
  }

  #want(wish: Wish): void {
    if (wish.ids.length === 0) return
    if (this.#leads) {
      this.#fulfil(wish, () => true)
      return
    }
    // Nobody else may have it; should somebody have it by now, the wish gets there too.
    this.#fulfil(wish, job => this.#untaken.has(job.id) || this.#here.has(job.id))
    this.#wished += 1
    const open = { n: this.#wished, wish, said: 0 }
    this.#wishes.push(open)
    this.#wishAgain([open])
    this.#lookAgain()
  }

  #fulfil({ action, ids, mapping }: Wish, isMeant: (job: ImportJob) => boolean): void {
    const jobs = ids.map(id => this.#queue.find(id)).filter(job => job !== undefined)
    for (const job of jobs.filter(isMeant)) {
      if (action === 'cancel') this.#queue.cancel(job)
      if (action === 'again') this.#queue.again(job, mapping)
      if (action === 'dismiss') this.#queue.dismiss(job)
    }
    if (action === 'dismiss' && this.#leads) this.#tellAll()
  }

  #hand(): void {
    const jobs = this.own.filter(job => this.#untaken.has(job.id)).map(job => job.view)
    if (jobs.length === 0 || this.#leadership.standing().kind !== 'following') return
    for (const { id } of jobs) this.#untaken.set(id, this.#untaken.get(id)! + 1)
    this.#post({ kind: 'hand', from: this.#tab, jobs })
  }

  #wishAgain(wishes: readonly OpenWish[] = this.#wishes): void {
    if (this.#leadership.standing().kind !== 'following') return
    for (const open of wishes) {
      open.said += 1
      this.#post({ kind: 'wish', from: this.#tab, n: open.n, wish: open.wish })
    }
  }

  /** While this tab has something at stake: is the leader there, did it answer, does it understand? */
  #lookAgain(): void {
    const hasStake = this.own.some(job => !job.isOver) || this.#untaken.size > 0 || this.#wishes.length > 0
    if (this.#leads || this.#looks || !hasStake) return
    this.#looks = true
    this.#clock.after(AGAIN_MS, () => {
      this.#looks = false
      const { kind } = this.#leadership.standing()
      this.#workHere([...this.#untaken].filter(([, said]) => said >= HANDED_OVER).map(([id]) => id))
      if (kind === 'undecided') for (const [id, said] of this.#untaken) this.#untaken.set(id, said + 1)
      if (kind === 'following') {
        this.#hand()
        const alive = this.#wishes.filter(({ said }) => said < HANDED_OVER)
        this.#wishes.splice(0, Infinity, ...alive)
        this.#wishAgain()
      }
      void this.#leadership.check()
      this.#lookAgain()
    })
  }

  #workHere(ids: readonly JobId[]): void {
    for (const id of ids) {
      this.#untaken.delete(id)
      this.#here.add(id)
    }
    if (ids.length > 0) this.#queue.work()
  }

  #tellOf(job: ImportJob): void {
    if (!this.#leads || !this.#listed.has(job.id)) return
    this.#news.add(job)
    const runs = job.state.kind === 'running'
    const isProgress = runs && this.#toldRunning.has(job.id)
    if (runs) this.#toldRunning.add(job.id)
    else this.#toldRunning.delete(job.id)
    if (!isProgress) this.#tellNews()
    else if (!this.#newsWait) {
      this.#newsWait = true
      this.#clock.after(PROGRESS_MS, () => {
        this.#newsWait = false
        this.#tellNews()
      })
    }
  }

  #tellNews(): void {
    const jobs = [...this.#news].map(({ id, turn, state, mapping }) => ({ id, turn, state, mapping }))
    this.#news.clear()
    if (jobs.length > 0 && this.#leads) this.#post({ kind: 'change', from: this.#tab, jobs })
  }

  #tellAll(): void {
    this.#news.clear()
    const jobs = this.jobs.map(job => job.view)
    this.#listed = new Set(jobs.map(({ id }) => id))
    this.#post({ kind: 'list', from: this.#tab, jobs })
  }

  #post(message: TabMessage): void {
    this.#channel?.post(toTabMessage(message))
  }
}

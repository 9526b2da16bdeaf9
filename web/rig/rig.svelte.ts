/**
 * The page's own link to the rig-bridge of this machine, for every screen. Small, because the first load has it: what
 * does the work is loaded when it begins.
 */
import type { RigState, RigTiming } from '#shared/api'
import { library } from '#web/state'
import { createFrames, type LiveFeed, type ToldFrames } from './feed.ts'
import type { LinkState } from './link.ts'
import type { RunningRig } from './running.ts'

/** Where `link.ts` begins, too; that machine is no part of the first load. */
const OFF: LinkState = { kind: 'off' }

class Rig implements LiveFeed {
  link = $state.raw<LinkState>(OFF)
  state = $state.raw<RigState | null>(null)
  timing = $state.raw<RigTiming | null>(null)
  /** Laps that came into the library since this page was opened. */
  lapsKept = $state(0)
  /** Why laps that wait in the bridge do not come into the library, in one sentence. */
  problem = $state<string | null>(null)
  readonly frames: ToldFrames = createFrames(() => void this.#run().then(running => running.refresh()))
  /** Whether this tab is the one that takes laps in. */
  isTaking = false
  #running: Promise<RunningRig> | null = null

  /** What is driven now is being kept: no moment to put another page in the place of this one. */
  get isRecording(): boolean {
    const { link, state } = this
    return link.kind === 'open' && state?.source.kind === 'reading' && state.recording.kind === 'on'
  }

  #run(): Promise<RunningRig> {
    this.#running ??= import('./running.ts').then(({ runRig }) => runRig(this))
    return this.#running
  }

  /** For whoever looks at live numbers: at home it connects by itself; elsewhere it says what it would take. */
  async start(): Promise<void> {
    await (await this.#run()).start()
  }

  /** When the page is opened: the same, once it is paired. */
  async resume(): Promise<void> {
    const token = await library.now?.rigToken()
    if (token?.ok && token.value !== null) await this.start()
  }

  /** On a person's wish; on a hosted page the browser asks now. */
  async connect(): Promise<void> {
    await (await this.#run()).connect()
  }

  async askCode(): Promise<void> {
    ;(await this.#run()).askCode()
  }

  async pair(code: string): Promise<void> {
    ;(await this.#run()).pair(code)
  }

  /** This page is not paired any more. Laps that are in the library stay. */
  async forget(): Promise<void> {
    await (await this.#run()).forget()
  }

  /** Takes laps into the library until the signal is aborted: what one tab does for all. */
  async takeLaps(signal: AbortSignal): Promise<void> {
    await (await this.#run()).takeLaps(signal)
  }
}

export const rig = new Rig()

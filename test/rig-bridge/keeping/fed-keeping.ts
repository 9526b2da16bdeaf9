/**
 * A process that keeps what the lap simulator drives, as fast as it can, and says on its output what it has shown:
 * one line of JSON each. The drive goes on where the journal of the run before ended, `gapMs` later.
 *
 *   node fed-keeping.ts <folder> <seed> <laps> <gapMs>
 */
import { randomFillSync } from 'node:crypto'
import { writeSync } from 'node:fs'
import { silentLog } from '#node/log'
import { openKeeping } from '#rig-bridge/keeping'
import type { SimEvent } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import { endOf, movedBy } from '../../../rig-bridge/keeping/event-time.ts'
import { keptDrive } from './kept-drive.ts'

export type Said =
  | { readonly kind: 'opened'; readonly newestMs: number | null; readonly laps: readonly string[] }
  | { readonly kind: 'shown'; readonly newestMs: number; readonly lapMs: number | null }
  | { readonly kind: 'lap'; readonly id: string }
  | { readonly kind: 'over' }

const [folder, seed, laps, gapMs] = process.argv.slice(2)
/** Of a second of driving, this much between two turns of the event loop. */
const EVENTS_PER_TURN = 8
/** The source of a run counts from here. */
const ORIGIN_MS = 1000
const NEVER = new Int32Array(new SharedArrayBuffer(4))

/** At once: what is said is with the system before the next line of this program runs. A full pipe is waited for. */
const say = (said: Said): void => {
  const bytes = Buffer.from(`${JSON.stringify(said)}\n`)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      Atomics.wait(NEVER, 0, 0, 1)
    }
  }
}

const opened = await openKeeping({
  folder: folder!,
  log: silentLog,
  fillRandom: bytes => randomFillSync(bytes),
})
if (!opened.ok) throw new Error(opened.message)
const { keeping } = opened
const newestMs = keeping.recorder.newest().atMs
say({
  kind: 'opened',
  newestMs: Number.isFinite(newestMs) ? newestMs : null,
  laps: keeping.laps.list('page', null, 10_000).laps.map(({ id }) => id),
})
keeping.onLap(({ id }) => say({ kind: 'lap', id }))

/** The first events of a source that is started now, at `atMs` of the drive, and by how much it counts otherwise. */
const beginAgain = (head: readonly SimEvent[], atMs: number): SimEvent[] =>
  head.map(event =>
    event.kind === 'clock'
      ? { ...event, atMs, epochMs: asEpochMillis(event.epochMs + atMs - event.atMs) }
      : { ...event, atMs },
  )

let head: SimEvent[] = []
let count = 0
const fromMs = Number.isFinite(newestMs) ? newestMs + Number(gapMs) : null
const byMs = fromMs === null ? 0 : ORIGIN_MS - fromMs
for (const event of keptDrive(Number(seed), Number(laps)).events()) {
  const isHead = event.kind === 'clock' || event.kind === 'identity' || event.kind === 'words'
  if (fromMs !== null && isHead) {
    head.push(event)
    continue
  }
  if (fromMs !== null && endOf(event) <= fromMs) continue
  const now = [...(fromMs === null ? [] : beginAgain(head, fromMs)), event]
  head = []
  keeping.take(now.map(part => movedBy(part, byMs)))
  const lapMs = keeping.recorder.lapMs()
  say({
    kind: 'shown',
    newestMs: keeping.recorder.newest().atMs,
    lapMs: Number.isFinite(lapMs) ? lapMs : null,
  })
  if (++count % EVENTS_PER_TURN === 0) await new Promise(resolve => setImmediate(resolve))
}
await keeping.close()
say({ kind: 'over' })

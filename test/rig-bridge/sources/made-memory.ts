/**
 * A machine that a reader can be stepped through: pages in memory, a clock that goes when it is told to, and everything
 * that came out of the ring.
 */
import {
  type PageFamily,
  type PageMemory,
  type PageName,
  type PageOpening,
  pageToName,
} from '../../../rig-bridge/sources/page-memory.ts'
import { createReader } from '../../../rig-bridge/sources/reader.ts'
import {
  AWAY_RECORD,
  bytesToPair,
  CLOCK_RECORD,
  GAP_RECORD,
  kindToPage,
  type ReaderState,
} from '../../../rig-bridge/sources/records.ts'
import { createRing, createRingMemory } from '../../../rig-bridge/sources/ring.ts'

export interface Seen {
  readonly kind: PageName | 'gap' | 'clock' | 'away'
  readonly atMs: number
  /** Of a page. */
  readonly id: number
  readonly bytes: Uint8Array
  /** Of a gap its ends, of a clock the time of day and the minutes east. */
  readonly pair: readonly [number, number]
}

export const NOON = 1_800_000_000_000

export interface Machine {
  readonly pages: Map<string, Buffer>
  readonly refused: Map<string, string>
  nowMs: number
  wallMs: number
  state: ReaderState
  readonly openCount: () => number
  /** A look a millisecond, or as often as the reader asks for; `write` is called before each. */
  run(ms: number, write?: (nowMs: number) => void): void
  drain(): Seen[]
  counts(): { packets: number; seen: number; torn: number; dropped: number }
  close(): void
}

export const createMachine = (options: { timeScale?: number; ringBytes?: number } = {}): Machine => {
  const ring = createRing(createRingMemory(options.ringBytes ?? 4 * 1024 * 1024))
  let openCount = 0
  const memory: PageMemory = {
    lookedFor: 'this test',
    nameOf: pageToName,
    setPrecise() {},
    open(family: PageFamily, page: PageName): PageOpening {
      const name = pageToName(family, page)
      const message = machine.refused.get(name)
      if (message) return { kind: 'refused', message }
      const opened = machine.pages.get(name)
      if (!opened) return { kind: 'absent' }
      openCount++
      let isOpen = true
      return {
        kind: 'open',
        page: {
          read: into => {
            if (!isOpen) throw new Error('read after close')
            return opened.copy(into, 0, 0, into.length)
          },
          isCurrent: () => machine.pages.get(name) === opened,
          close: () => {
            isOpen = false
            openCount--
          },
        },
      }
    },
  }
  const machine: Machine = {
    pages: new Map(),
    refused: new Map(),
    nowMs: 5000,
    wallMs: NOON,
    state: { kind: 'searching', lookedFor: '' },
    openCount: () => openCount,
    run(ms, write) {
      const endMs = machine.nowMs + ms
      while (machine.nowMs < endMs) {
        write?.(machine.nowMs)
        dueMs = Math.min(dueMs, machine.nowMs + 250)
        if (machine.nowMs >= dueMs) dueMs = machine.nowMs + Math.max(1, reader.step())
        machine.nowMs += 1
        machine.wallMs += 1
      }
    },
    drain() {
      const seen: Seen[] = []
      ring.take((kind, atMs, payload) => {
        const page = kindToPage(kind)?.[1]
        const other = { [GAP_RECORD]: 'gap', [CLOCK_RECORD]: 'clock', [AWAY_RECORD]: 'away' } as const
        const name = page ?? other[kind as keyof typeof other]
        const hasPair = kind === GAP_RECORD || kind === CLOCK_RECORD
        seen.push({
          kind: name,
          atMs,
          id: page ? new DataView(payload.buffer).getInt32(0, true) : 0,
          bytes: payload.slice(),
          pair: hasPair ? bytesToPair(payload) : [0, 0],
        })
      })
      return seen
    },
    counts: () => ({
      packets: ring.get('packets'),
      seen: ring.get('seen'),
      torn: ring.get('torn'),
      dropped: ring.get('dropped'),
    }),
    close: () => reader.close(),
  }
  let dueMs = machine.nowMs
  const reader = createReader({
    memory,
    ring,
    clock: { now: () => machine.nowMs, wall: () => machine.wallMs, utcOffsetMin: () => 120 },
    timeScale: options.timeScale ?? 1,
    tell: state => {
      machine.state = state
    },
  })
  return machine
}

/** A game on such a machine: writes a physics packet every 3 ms and a graphics packet every 16. */
export interface MadeGame {
  /** To be called before every look. */
  write(nowMs: number): void
  physicsId: number
  status: number
}

const LIVE = 2

export const startMadeGame = (
  machine: Machine,
  { family = 'ac', firstId = 1, strings = 'a car', fileBytes = 8192 } = {} as {
    family?: PageFamily
    firstId?: number
    strings?: string
    fileBytes?: number
  },
): MadeGame => {
  const pages = {
    physics: Buffer.alloc(fileBytes),
    graphics: Buffer.alloc(fileBytes),
    static: Buffer.alloc(fileBytes),
  }
  pages.static.write(strings, 'utf16le')
  for (const page of ['physics', 'graphics', 'static'] as const)
    machine.pages.set(pageToName(family, page), pages[page])
  let physicsMs = machine.nowMs
  let graphicsMs = machine.nowMs
  let graphicsId = firstId
  const game: MadeGame = {
    physicsId: firstId,
    status: LIVE,
    write(nowMs) {
      pages.graphics.writeInt32LE(game.status, 4)
      if (game.status !== LIVE) return
      if (nowMs >= graphicsMs) {
        graphicsMs = nowMs + 16
        pages.graphics.writeInt32LE(graphicsId++ | 0, 0)
        pages.graphics.writeFloatLE(nowMs, 140)
      }
      if (nowMs >= physicsMs) {
        physicsMs = nowMs + 3
        for (let at = 4; at < 800 && at < fileBytes; at += 4)
          pages.physics.writeInt32LE((game.physicsId * at) | 0, at)
        pages.physics.writeInt32LE(game.physicsId++ | 0, 0)
      }
    },
  }
  return game
}

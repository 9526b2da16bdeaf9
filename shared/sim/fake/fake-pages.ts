/**
 * Memory pages of a game that is not there, filled from the lap simulator byte by byte as the real game would.
 *
 * Invariants: the same options and the same questions give the same bytes; what the real game leaves at zero is zero;
 * lap times are the simulator's true ones in whole milliseconds and sectors sum to them; physics and graphics are of
 * the same instant, each with a packet id of its own that does not move while the game would not write.
 */
import type { GameId } from '../frames/index.ts'
import { ACC_GRAPHICS, type Page, pageOf, pageSizes, writeNumber } from '../pages/index.ts'
import type { FakeGame, FakeOptions } from './model.ts'
import { createWorld } from './world.ts'
import { writeAccGraphics, writeAcGraphics, writeAcStatic } from './write-ac.ts'
import { writeEvoGraphics, writeEvoStatic } from './write-evo.ts'
import { writePhysics } from './write-physics.ts'

const FRAME_MS = 16
/** Packet ids are 32-bit integers with a sign and wrap. */
const nextId = (id: number): number => (id + 1) | 0

const WRITERS = {
  ac: { fixed: writeAcStatic, graphics: writeAcGraphics },
  acc: { fixed: writeAcStatic, graphics: writeAccGraphics },
  evo: { fixed: writeEvoStatic, graphics: writeEvoGraphics },
} as const satisfies Record<GameId, unknown>

const blank = (bytes: number): Page => pageOf(new Uint8Array(bytes))

export const createFakePages = (options: FakeOptions): FakeGame => {
  const { game } = options
  const sizes = pageSizes(game, '')
  const [physics, graphics, fixed] = [blank(sizes.physics), blank(sizes.graphics), blank(sizes.static)]
  const world = createWorld(options)
  const everyMs = options.graphicsEveryMs ?? FRAME_MS
  const firstId = options.firstPacketId ?? 1
  let physicsId = firstId - 1
  let graphicsId = firstId - 1
  let drawnMs = Number.NEGATIVE_INFINITY
  let drawnActivity = ''
  let session = -1

  return {
    fill: atMs => {
      world.advance(atMs)
      const view = world.show()
      const isNew = view.session !== session
      if (isNew) {
        if (drawnActivity === 'off') physicsId = graphicsId = firstId - 1
        session = view.session
        fixed.bytes.fill(0)
        WRITERS[game].fixed(fixed, view, options)
      }
      const isStill = view.activity === 'pause' || view.activity === 'off'
      if (!isStill || isNew) {
        physicsId = nextId(physicsId)
        const isOther = view.activity === 'replay' || view.isSpectating
        writePhysics(physics, {
          game,
          frame: (isOther ? world.others()[0] : undefined) ?? view.own,
          car: view.drive.car,
          packetId: physicsId,
          tyresOut: isOther ? 0 : view.tyresOut,
          minutes: view.gameMs / 60_000,
          isMirrored: options.isMirrored ?? false,
        })
      }
      const isChanged = view.activity !== drawnActivity
      if (isNew || isChanged || (view.activity !== 'off' && atMs - drawnMs >= everyMs)) {
        graphicsId = nextId(graphicsId)
        drawnMs = atMs
        drawnActivity = view.activity
        WRITERS[game].graphics(graphics, view, options, world.others())
        writeNumber(graphics, ACC_GRAPHICS.packetId, graphicsId)
      }
      return { physics: physics.bytes, graphics: graphics.bytes, static: fixed.bytes }
    },
    laps: () => world.laps,
    isOver: () => world.show().own.isOver,
  }
}

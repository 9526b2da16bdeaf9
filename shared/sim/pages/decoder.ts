/**
 * Copies of memory pages in, events of a simulator out: who reads memory needs to know nothing about what is in it.
 *
 * A static page comes first, or nothing can be told: without it AC1 and ACC cannot be kept apart. A packet that was
 * seen already (same packetId) is no news. Statuses come once per new graphics packet, samples once per new physics
 * packet, identity and words when they change.
 *
 * Invariants: no page makes this throw; no number leaves it that is infinite or absurd; times of samples increase
 * strictly. The copies are read at once and not kept.
 * Limits: a page torn between two packets is not noticed here, the reader compares copies.
 */
import {
  ACTIVITIES,
  GAME_NAMES,
  type GameId,
  SAMPLE_AT,
  type SimEvent,
  type SimIdentity,
  STATUS_AT,
} from '../frames/index.ts'
import { fillAccStatus, fillAcStatus, placeOfId } from './ac-status.ts'
import { createEventQueue } from './event-queue.ts'
import { EVO_AT, EVO_GRAPHICS, EVO_STATIC } from './evo-layout.ts'
import { fillEvoActivity, fillEvoStatus, isEvoOwnById } from './evo-status.ts'
import { EVO_ASSISTS, EVO_ELECTRONICS, EVO_TYRE } from './evo-structs.ts'
import { createEvoTrust } from './evo-trust.ts'
import { ACC_GRAPHICS } from './graphics-layout.ts'
import { acIdentity, evoIdentity, isSameIdentity } from './identity.ts'
import { isZeroAt, type Page, pageOf, readNumber, readText } from './layout.ts'
import { dropAbsurd } from './limits.ts'
import { createOwnCar, createPlayerId } from './own-car.ts'
import { PHYSICS } from './physics-layout.ts'
import { emptySurroundings, fillSampleRow } from './sample-row.ts'
import { createSigns } from './signs.ts'
import { ACC_STATIC_BYTES, STATIC } from './static-layout.ts'
import { emptyStatus } from './status-row.ts'
import { createWatch, stretchOf } from './watch.ts'
import { gameOfStatic, isKnownVersion, type PageSizes, pageSizes } from './which-game.ts'

/** Which mappings a copy is from: AC1 and ACC share theirs, AC EVO has its own. */
export type PageFamily = 'ac' | 'evo'

export interface PageCopy {
  readonly page: 'physics' | 'graphics' | 'static'
  readonly family: PageFamily
  readonly bytes: Uint8Array
  readonly atMs: number
}

export interface PageDecoder {
  take(copy: PageCopy): void
  /** An event of the reader's own (gap, away, clock), in order with the others. */
  put(event: SimEvent): void
  drain(): SimEvent[]
  game(): GameId | null
  /** One sentence when pages are there and cannot be understood wholly; else null. */
  problem(): string | null
}

/** What of AC EVO's physics page stands when the others have moved: to the end of `tyreTempO`. */
const SAFE_PHYSICS_BYTES = 416
/** Nobody drives with no bit set in so many bytes: such a page was made by a bridge, not by a game. */
const HEAD_BYTES = 256
const OFF = ACTIVITIES.indexOf('off')
const REPLAY = ACTIVITIES.indexOf('replay')

export const createPageDecoder = (): PageDecoder => {
  const queue = createEventQueue()
  const signs = createSigns()
  const ownCar = createOwnCar()
  const playerId = createPlayerId()
  const trust = createEvoTrust()
  const staticWatch = createWatch([[0, ACC_STATIC_BYTES]])
  const accWords = createWatch([stretchOf(ACC_GRAPHICS.tyreCompound), stretchOf(ACC_GRAPHICS.trackStatus)])
  const acWords = createWatch([stretchOf(ACC_GRAPHICS.tyreCompound)])
  const evoWords = createWatch([stretchOf(EVO_TYRE.tyreCompoundFront, EVO_AT.tyreLf)])
  const evoNames = createWatch([
    stretchOf(EVO_GRAPHICS.driverName),
    stretchOf(EVO_GRAPHICS.driverSurname),
    stretchOf(EVO_GRAPHICS.carModel),
    stretchOf(EVO_GRAPHICS.maxFuel),
    [EVO_AT.assistsState, EVO_ASSISTS.arcadeStabilityControl[1] + 4],
  ])
  const around = emptySurroundings()

  let game: GameId | null = null
  let sizes: PageSizes = pageSizes('ac', '')
  let fixed: Page = pageOf(new Uint8Array(0))
  let identity: SimIdentity | null = null
  let physicsId = Number.NaN
  let graphicsId = Number.NaN
  let activity = OFF
  let session = Number.NaN
  /** Of the newest sample; its place is NaN unless the contact points gave it. */
  let sampleX = Number.NaN
  let sampleY = Number.NaN
  let sampleSpeed = 0
  let rpm = Number.NaN
  let isAi = false
  let autoGear = Number.NaN

  const forgetSession = (): void => {
    ownCar.forget()
    playerId.forget()
    session = Number.NaN
    sampleX = sampleY = rpm = Number.NaN
    Object.assign(around, emptySurroundings(), { tyreRadiusM: around.tyreRadiusM, hasDrs: around.hasDrs })
    around.game = game ?? 'ac'
  }

  const becomes = (next: GameId, pageVersion: string): void => {
    sizes = pageSizes(next, pageVersion)
    if (next === game) return
    game = next
    identity = null
    physicsId = graphicsId = Number.NaN
    forgetSession()
    trust.forget()
    for (const watch of [accWords, acWords, evoWords, evoNames]) watch.forget()
  }

  const announce = (next: SimIdentity): void => {
    if (identity && isSameIdentity(identity, next)) return
    const isElsewhere = identity?.car !== next.car || identity.track !== next.track
    identity = next
    if (isElsewhere) forgetSession()
    queue.push(next)
  }

  const takeStatic = (copy: PageCopy): void => {
    if (!staticWatch.hasChanged(copy.bytes)) return
    const page = pageOf(copy.bytes)
    if (copy.family === 'evo') {
      if (isZeroAt(page, 0, HEAD_BYTES)) return
      becomes('evo', '')
      fixed = pageOf(copy.bytes.slice(0, sizes.static))
      // The identity waits for the graphics page, where the names are.
      evoNames.forget()
      return
    }
    const found = gameOfStatic(page)
    if (!found) return
    becomes(found, readText(page, STATIC.smVersion))
    fixed = pageOf(copy.bytes.slice(0, sizes.static))
    for (let wheel = 0; wheel < 4; wheel++) {
      const radius = readNumber(fixed, STATIC.tyreRadius, wheel)
      around.tyreRadiusM[wheel] = radius > 0 && radius < 2 ? radius : Number.NaN
    }
    around.hasDrs = found === 'ac' && readNumber(fixed, STATIC.hasDRS) > 0
    announce(acIdentity(found, copy.atMs, fixed))
  }

  const takePhysics = (copy: PageCopy): void => {
    const known = game === 'evo' && !trust.isGiven() ? SAFE_PHYSICS_BYTES : sizes.physics
    const page = pageOf(copy.bytes.subarray(0, known))
    const id = readNumber(page, PHYSICS.packetId)
    if (id === physicsId || Number.isNaN(id) || isZeroAt(page, 0, HEAD_BYTES)) return
    physicsId = id
    const { values, from } = queue.addSample(copy.atMs)
    const touches = fillSampleRow(values, from, copy.atMs, page, around, signs)
    dropAbsurd(values, from)
    sampleX = touches ? values[from + SAMPLE_AT.x]! : Number.NaN
    sampleY = touches ? values[from + SAMPLE_AT.y]! : Number.NaN
    sampleSpeed = values[from + SAMPLE_AT.speed]!
    rpm = values[from + SAMPLE_AT.rpm]!
    isAi = readNumber(page, PHYSICS.isAIControlled) === 1
    const shifter = readNumber(page, PHYSICS.autoShifterOn)
    autoGear = shifter === 0 || shifter === 1 ? shifter : Number.NaN
  }

  const takeGraphics = (copy: PageCopy): void => {
    const page = pageOf(copy.bytes.subarray(0, sizes.graphics))
    const id = readNumber(page, ACC_GRAPHICS.packetId)
    const isEmpty = isZeroAt(page, 0, HEAD_BYTES)
    if (id === graphicsId || Number.isNaN(id) || (isEmpty && activity === OFF)) return
    const values = emptyStatus()
    values[STATUS_AT.activity] = OFF
    let isOwnById: boolean | null = null
    if (!isEmpty) isOwnById = game === 'evo' ? readEvo(copy, page, values) : readAc(copy, page, values)
    activity = values[STATUS_AT.activity]!
    values[STATUS_AT.ownCar] = ownCar.judge({
      atMs: copy.atMs,
      isReplay: activity === REPLAY,
      isAi,
      isOwnById,
      physicsX: sampleX,
      physicsY: sampleY,
      speed: sampleSpeed,
      ownX: values[STATUS_AT.x]!,
      ownY: values[STATUS_AT.y]!,
    })
    around.placeMs = copy.atMs
    around.x = values[STATUS_AT.x]!
    around.y = values[STATUS_AT.y]!
    around.altitude = values[STATUS_AT.altitude]!
    queue.push({ kind: 'status', atMs: copy.atMs, values })
    graphicsId = id
  }

  const tellWords = (atMs: number, compound: string, trackStatus: string): void =>
    queue.push({ kind: 'words', atMs, compound, trackStatus })

  const readAc = (copy: PageCopy, page: Page, values: Float64Array): boolean | null => {
    values[STATUS_AT.autoGear] = autoGear
    const compound = ACC_GRAPHICS.tyreCompound
    if (game === 'ac') {
      fillAcStatus(values, page)
      values[STATUS_AT.carCount] = Math.max(readNumber(fixed, STATIC.numCars), 1)
      if (acWords.hasChanged(page.bytes)) tellWords(copy.atMs, readText(page, compound), '')
      return null
    }
    fillAccStatus(values, page)
    if (accWords.hasChanged(page.bytes))
      tellWords(copy.atMs, readText(page, compound), readText(page, ACC_GRAPHICS.trackStatus))
    const now = values[STATUS_AT.session]! * 1000 + values[STATUS_AT.sessionIndex]!
    // Another session may hand out other ids.
    if (now !== session || values[STATUS_AT.activity] === OFF) playerId.forget()
    session = now
    const player = readNumber(page, ACC_GRAPHICS.playerCarID)
    if (!(readNumber(page, ACC_GRAPHICS.activeCars) > 0) || placeOfId(page, player) < 0) return null
    // The id alone proves nothing as long as it has not changed: it may follow the camera from the beginning.
    return playerId.isOwn(player, id => placeOfId(page, id) >= 0) ? null : false
  }

  const readEvo = (copy: PageCopy, page: Page, values: Float64Array): boolean | null => {
    fillEvoActivity(values, page)
    // In the menus nothing else is filled in, which says nothing about the layout.
    if (values[STATUS_AT.activity] === OFF) return null
    if (!trust.judge(page, rpm)) {
      around.oilTemp = around.airTemp = around.drsOpen = Number.NaN
      if (!trust.isGiven()) announce(evoIdentity(copy.atMs, fixed, null))
      return null
    }
    const isOwn = isEvoOwnById(page)
    // Names may follow the camera; those of the player are read while it is on the player's car.
    if (isOwn !== false && evoNames.hasChanged(page.bytes)) announce(evoIdentity(copy.atMs, fixed, page))
    if (evoWords.hasChanged(page.bytes))
      tellWords(copy.atMs, readText(page, EVO_TYRE.tyreCompoundFront, EVO_AT.tyreLf), '')
    fillEvoStatus(values, page, fixed)
    around.oilTemp = readNumber(page, EVO_GRAPHICS.oilTemperatureC) || Number.NaN
    around.airTemp = readNumber(page, EVO_GRAPHICS.airTemperatureC) || Number.NaN
    around.drsOpen = readNumber(page, EVO_ELECTRONICS.isDrsOpen, 0, EVO_AT.electronics)
    return isOwn
  }

  return {
    take: copy => {
      if (!Number.isFinite(copy.atMs)) return
      if (copy.page === 'static') takeStatic(copy)
      else if (game === null || (copy.family === 'evo') !== (game === 'evo')) return
      else if (copy.page === 'physics') takePhysics(copy)
      else takeGraphics(copy)
    },
    put: event => queue.push(event),
    drain: () => queue.drain(),
    game: () => game,
    problem: () => {
      if (game === 'evo' && !trust.isGiven())
        return `${`${GAME_NAMES.evo} ${readText(fixed, EVO_STATIC.acEvoVersion)}`.trim()} lays out its memory in a way Paddock does not know, so speed, pedals and temperatures are read but no laps are recorded: look for a newer Paddock.`
      if (game && game !== 'evo' && identity && !isKnownVersion(game, identity.pageVersion))
        return `${GAME_NAMES[game]} writes memory pages of version "${identity.pageVersion}", which Paddock does not know: laps are recorded all the same, so compare a lap time with the game's and look for a newer Paddock.`
      return null
    },
  }
}

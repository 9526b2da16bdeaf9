/**
 * Telling whole pages from torn ones, for a page that begins with a counter and is written without any lock.
 *
 * What a game leaves in the page while it writes is a mixture of two packets, and the counter may be the first thing it
 * writes or the last, so the counter alone proves nothing. A copy is handed over only when
 * - two copies in a row are equal (a write in progress shows as a difference);
 * - no later look finds other bytes under the same counter: then one of the two was a mixture, which one depends on the
 *   game, and neither is used, nor the packet after it;
 * - the last of the words that have changed with every packet so far has changed again, else the write has not reached
 *   the end of the page (few words stop by themselves; that is told from a tear by their number and by waiting);
 * - it followed the packet before it in time: where that one was missed, or the game was late and hurries, the very next
 *   packet must show that it had not begun, by the first of those words.
 * Undisturbed, a packet is handed over at the second look at it; what is doubtful waits for the packet after it.
 *
 * Looking in time, no mixture passed in 640,000 packets of games that stop half-way in every twentieth. Limit: a stop
 * that meets a look so late that the packet before was missed can pass (18 in 320,000 where 3 in 100 looks are late as
 * well): nothing in the page tells then. Until 256 packets were seen, only the first two rules hold.
 */
export interface WatchCounts {
  /** Packets the game wrote since the first one seen, by its own counter. */
  packets: number
  seen: number
  /** Packets given up because a copy of them may be a mixture. */
  torn: number
}

/**
 * Gets a whole copy and when it was first seen. `steps` counts packets since the last one handed over, this one
 * included; 0 says that the counter began again. The buffer is the watch's own and is filled again by the next look.
 */
export type TakePage = (bytes: Uint8Array, atMs: number, steps: number) => void

/** Copies the page from its start; the number of bytes there were, -1 when it cannot be read. */
export type ReadPage = (into: Uint8Array) => number

/** new = the counter has moved · unsettled = the game is writing. */
export type Look = 'same' | 'new' | 'unsettled' | 'short' | 'unreadable'

export interface PageWatch {
  readonly counts: WatchCounts
  look(read: ReadPage, nowMs: number): Look
  /**
   * When the next look is worth while: a millisecond after a packet was first seen, to see it again, then when the
   * next one is due, and from then on every half of one until it is there. Two looks a packet cost a third less than
   * one a millisecond, and find it no later.
   */
  waitMs(nowMs: number): number
}

/** A copy of a page takes the system a microsecond; a writer that is still busy after so many is stopped, not busy. */
const MAX_COPIES = 8
/** A word that changed with so many packets in a row is expected to change with the next one: 0.8 s of driving. */
const STEADY = 256
/** More packets than this between two looks (an hour of them) is a counter that began again. */
const MAX_STEPS = 1_200_000
/** Words that stop changing together: so few of them come to rest by themselves; more, and it is a tear … */
const FEW = 2
/** … unless so many packets in a row say the same: the car stands. */
const REST_AFTER = 4
/** A packet that stayed so much longer than usual was followed by a late one, and late games hurry. */
const LONG = 1.7
const SHORT = 0.6
/** From so many packets on the pace is known, and so many of the last ones make it. */
const PACE_KNOWN = 8
const PACE_MEMORY = 64
const CONFIRM_MS = 1
const AGAIN_MS = 0.5
const LONGEST_WAIT_MS = 2.5
/** From here on it is not late but paused, or gone. */
const LATE = 2
/** The usual distance of two packets' counters is the smallest of so many. */
const DELTA_MEMORY = 32

export const createPageWatch = (maxBytes: number, minBytes: number, take: TakePage): PageWatch => {
  const words = maxBytes >> 2
  const counts: WatchCounts = { packets: 0, seen: 0, torn: 0 }
  /** How many packets in a row have changed each word. */
  const runs = new Uint16Array(words)
  let held = createCopy(maxBytes)
  /** The last state seen of the packet before the held one. */
  let before = createCopy(maxBytes)
  let fresh = createCopy(maxBytes)
  let check = createCopy(maxBytes)

  let fate: 'none' | 'waiting' | 'given' | 'spoilt' = 'none'
  let heldAtMs = 0
  let lookedMs = Number.NEGATIVE_INFINITY
  /** How long a packet stays, on average, and of how many packets. */
  let usualMs = 0
  let usualOf = 0
  /** The game was late, and may write packets faster than usual until it no longer is. */
  let isHurrying = false
  /** Two states were seen under the held packet's counter. */
  let isDisturbed = false
  /** `before` is a whole packet. */
  let isBeforeWhole = false
  /** Whether the held packet had begun before it could be seen to follow the one before it. */
  let isDoubtful = false
  /** Packets in a row given up because their end had not changed: nothing says what the end of the next one was. */
  let staleInRow = 0
  /** Packets since the last one handed over; 0 when the counter began again. */
  let steps = 0
  const deltas = new Int32Array(DELTA_MEMORY).fill(1)
  let deltaCount = 0

  const steadyFrom = (first: number, direction: 1 | -1): number => {
    for (let word = first; word > 0 && word < words; word += direction) if (runs[word]! >= STEADY) return word
    return -1
  }

  /** The word if it should have changed from one copy to the other and has not; else -1. */
  const unchanged = (word: number, a: Copy, b: Copy): number =>
    word > 0 && a.words[word] === b.words[word] ? word : -1

  const spoil = (): void => {
    fate = 'spoilt'
    counts.torn++
  }

  const learn = (): void => {
    for (let word = 1; word < words; word++)
      runs[word] = held.words[word] === before.words[word] ? 0 : Math.min(runs[word]! + 1, STEADY)
  }

  const give = (): void => {
    fate = 'given'
    staleInRow = 0
    counts.seen++
    if (isBeforeWhole) learn()
    take(held.bytes.subarray(0, held.count), heldAtMs, steps)
    steps = 0
  }

  const confirm = (): void => {
    if (!isDoubtful && staleInRow === 0 && unchanged(steadyFrom(words - 1, -1), held, before) < 0) give()
  }

  /** Whether steady words that did not change have come to rest: few of them at once, or all of them for good. */
  const isAtRest = (): boolean => {
    if (staleInRow >= REST_AFTER) return true
    let resting = 0
    for (let word = 1; word < words; word++)
      if (runs[word]! >= STEADY && held.words[word] === before.words[word]) resting++
    return staleInRow > 0 && resting <= FEW
  }

  /** The counter has moved on from the held packet to the one in `fresh`, which is the very next or a later one. */
  const settle = (isNext: boolean, isLong: boolean, isOnTime: boolean): void => {
    if (fate !== 'waiting') {
      staleInRow = 0
      return
    }
    if (unchanged(steadyFrom(words - 1, -1), held, before) > 0) {
      if (isAtRest()) {
        learn()
        give()
      } else {
        staleInRow++
        spoil()
      }
      return
    }
    const start = isDoubtful && isNext ? unchanged(steadyFrom(1, 1), held, fresh) : -1
    const isUnproved = isDoubtful && isOnTime && (!isNext || isLong)
    if (start < 0 && staleInRow === 0 && !isUnproved) give()
    else {
      if (start > 0) runs[start] = 0
      staleInRow = 0
      spoil()
    }
  }

  /** A pause counts as one slow packet. */
  const learnPace = (lastedMs: number): void => {
    usualOf = Math.min(usualOf + 1, PACE_MEMORY)
    const most = usualOf === 1 ? lastedMs : 2 * usualMs
    usualMs += (Math.min(lastedMs, most) - usualMs) / usualOf
  }

  const hold = (nowMs: number, sinceLookMs: number): void => {
    const delta = fate === 'none' ? 1 : (fresh.words[0]! - held.words[0]!) | 0
    const isRestart = delta <= 0 || delta > MAX_STEPS
    const usual = smallest(deltas)
    const isNext = !isRestart && delta <= usual
    const lastedMs = nowMs - heldAtMs
    const isLong = usualOf >= PACE_KNOWN && lastedMs > LONG * usualMs
    const isOnTime = usualOf < PACE_KNOWN || sinceLookMs < usualMs
    settle(isNext, isLong, isOnTime)
    if (!isRestart) deltas[deltaCount++ % DELTA_MEMORY] = delta
    const stepped = isRestart ? 1 : Math.max(1, Math.round(delta / usual))
    counts.packets += stepped
    steps = isRestart ? 0 : steps + stepped
    if (isLong && isOnTime) isHurrying = true
    else if (lastedMs > SHORT * usualMs && isNext) isHurrying = false
    isDoubtful = !isNext || fate !== 'given' || isHurrying || !isOnTime
    const isHurried = isHurrying && (!isNext || lastedMs < SHORT * usualMs)
    const isRefused = isDisturbed || (isHurried && isOnTime && fate !== 'none')
    if (fate !== 'none') learnPace(lastedMs)
    isBeforeWhole = fate === 'given' && !isDisturbed
    isDisturbed = false
    fate = 'waiting'
    if (isRefused) spoil()
    heldAtMs = nowMs
    const free = before
    before = held
    held = fresh
    fresh = free
  }

  /** Other bytes under the held packet's counter are in `fresh`. */
  const disturb = (): void => {
    if (fate === 'waiting') spoil()
    isDisturbed = true
    const free = held
    held = fresh
    fresh = free
  }

  /** A stable copy in `fresh`, or why there is none. */
  const copy = (read: ReadPage): Look | null => {
    for (let copies = 0; copies < MAX_COPIES; copies++) {
      const count = read(fresh.bytes)
      if (count < 0) return 'unreadable'
      if (count < minBytes) return 'short'
      fresh.setCount(count)
      if (fate !== 'none' && isEqual(fresh, held)) return 'same'
      if (copies > 0 && isEqual(fresh, check)) return null
      const free = fresh
      fresh = check
      check = free
    }
    return 'unsettled'
  }

  return {
    counts,
    waitMs(nowMs) {
      if (fate !== 'given' || usualOf < PACE_KNOWN) return CONFIRM_MS
      const dueMs = heldAtMs + usualMs - nowMs
      return dueMs > 0
        ? Math.min(dueMs, LONGEST_WAIT_MS)
        : nowMs - heldAtMs < LATE * usualMs
          ? AGAIN_MS
          : CONFIRM_MS
    },
    look(read, nowMs) {
      const look = copy(read)
      const sinceMs = nowMs - lookedMs
      lookedMs = nowMs
      if (look === 'same' && fate === 'waiting') confirm()
      if (look) return look
      if (fate === 'none' || fresh.words[0] !== held.words[0]) {
        hold(nowMs, sinceMs)
        return 'new'
      }
      disturb()
      return 'unsettled'
    },
  }
}

interface Copy {
  readonly bytes: Buffer
  readonly words: Int32Array
  count: number
  setCount(count: number): void
}

const createCopy = (maxBytes: number): Copy => {
  const memory = new ArrayBuffer((maxBytes + 3) & ~3)
  const bytes = Buffer.from(memory, 0, maxBytes)
  return {
    bytes,
    words: new Int32Array(memory),
    count: 0,
    /** What a longer copy left behind the end of a shorter one is wiped, so that words can be compared whole. */
    setCount(count) {
      if (count < this.count) bytes.fill(0, count)
      this.count = count
    },
  }
}

const isEqual = (a: Copy, b: Copy): boolean =>
  a.count === b.count && a.bytes.compare(b.bytes, 0, b.count, 0, a.count) === 0

const smallest = (numbers: Int32Array): number => {
  let least = numbers[0]!
  for (const number of numbers) if (number < least) least = number
  return least
}

/**
 * A game that writes its page without a lock and stops half-way now and then, in made-up time: what a look finds at an
 * instant, for every order of writing. Every word but the counter follows from the packet's number and the word's own.
 */

export interface TornWriterOptions {
  readonly order: 'id-first' | 'id-last'
  readonly words: number
  readonly packets: number
  /** Undisturbed packets at the start, from which a watch learns what changes. */
  readonly calmPackets: number
  /** Share of the others that stop half-way. */
  readonly stallShare: number
  readonly longestStallMs: number
  /** What a game does when it is late: it waits for its next tick, or writes what it missed at once. */
  readonly whenLate: 'skip' | 'catch-up'
  readonly firstId?: number
  readonly random: () => number
}

export interface TornWriter {
  readonly endMs: number
  /** Moves on to an instant, which never goes back. */
  to(nowMs: number): void
  readonly page: Int32Array
}

const TICK_MS = 3
/** A packet is written in so much time when nothing stops it. */
const WRITE_MS = 0.004
const CATCH_UP_MS = 0.3

export const wordOf = (id: number, word: number): number =>
  (Math.imul(id + 1, 2_654_435_761) ^ Math.imul(word + 7, 40_503)) | 0

export const isWhole = (page: Int32Array): boolean =>
  page.every((value, word) => word === 0 || value === wordOf(page[0]!, word))

interface Part {
  readonly fromMs: number
  readonly toMs: number
  readonly id: number
  /** Words written, the counter not counted. */
  readonly first: number
  readonly last: number
}

export const createTornWriter = (options: TornWriterOptions): TornWriter => {
  const { order, words, packets, random } = options
  const parts: Part[] = []
  let freeMs = 0
  let tick = 0
  for (let packet = 0; packet < packets; packet++) {
    const id = ((options.firstId ?? 1) + packet) | 0
    const dueMs = tick * TICK_MS
    const fromMs = options.whenLate === 'skip' ? dueMs : Math.max(dueMs, freeMs + CATCH_UP_MS)
    const isStalled = packet >= options.calmPackets && random() < options.stallShare
    const cut = isStalled ? Math.floor(random() * words) : words
    const halfMs = fromMs + (WRITE_MS * cut) / words
    const resumeMs = halfMs + (isStalled ? random() * options.longestStallMs : 0)
    const endMs = resumeMs + (WRITE_MS * (words - cut)) / words
    if (cut > 0) parts.push({ fromMs, toMs: halfMs, id, first: 0, last: cut })
    if (cut < words) parts.push({ fromMs: resumeMs, toMs: endMs, id, first: cut, last: words })
    freeMs = endMs
    tick = options.whenLate === 'skip' ? Math.max(tick + 1, Math.ceil(endMs / TICK_MS)) : tick + 1
  }
  const page = new Int32Array(words)
  /** The place of the counter in the order of writing; the others follow their place in the page. */
  const wordAt = (place: number): number =>
    order === 'id-first' ? place : place === words - 1 ? 0 : place + 1
  let part = 0
  let done = 0
  return {
    endMs: freeMs,
    page,
    to(nowMs) {
      for (let now = parts[part]; now && now.fromMs <= nowMs; now = parts[part]) {
        const share = now.toMs > now.fromMs ? (nowMs - now.fromMs) / (now.toMs - now.fromMs) : 1
        const until = Math.min(now.last, now.first + Math.ceil((now.last - now.first) * share))
        for (let place = Math.max(done, now.first); place < until; place++) {
          const word = wordAt(place)
          page[word] = word === 0 ? now.id : wordOf(now.id, word)
        }
        done = until
        if (until < now.last) return
        part++
        done = 0
      }
    },
  }
}

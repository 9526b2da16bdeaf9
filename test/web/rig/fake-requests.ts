/** The bridge's side of recorded laps, in memory: what it keeps until it is confirmed, and ways to fail. */
import { RIG_CHUNK_BYTES } from '#shared/api'
import type { LapRequests } from '../../../web/rig/lap-requests.ts'
import type { OfferedLap } from '../store/rig-laps.ts'

export interface FakeShelf {
  readonly requests: LapRequests
  readonly waiting: () => string[]
  readonly confirmed: string[]
  readonly chunksRead: () => number
  add(laps: readonly OfferedLap[]): void
  /** Called before each answer; what it answers stands in its place: null for a link that went. */
  before: (what: 'list' | 'chunk' | 'confirm', lap: string | null) => 'go on' | 'lost' | 'spoil'
}

/** Smaller than a bridge's, so that a test has several pages. */
const PAGE = 7

export const createFakeShelf = (): FakeShelf => {
  let kept: OfferedLap[] = []
  const confirmed: string[] = []
  let chunksRead = 0
  const lapOf = (id: string) => kept.find(({ lap }) => lap.id === id)

  const shelf: FakeShelf = {
    confirmed,
    waiting: () => kept.map(({ lap }) => lap.id),
    chunksRead: () => chunksRead,
    add: laps => {
      kept.push(...laps)
    },
    before: () => 'go on',
    requests: {
      async list(after) {
        if (shelf.before('list', null) === 'lost') return null
        const from = kept.findIndex(({ lap }) => lap.id === after) + 1
        const page = kept.slice(from, from + PAGE)
        return { laps: page.map(({ lap }) => lap), more: from + PAGE < kept.length }
      },
      async chunk(id, index) {
        const answer = shelf.before('chunk', id)
        const found = lapOf(id)
        if (answer === 'lost' || !found) return null
        chunksRead++
        const bytes = found.trace.slice(index * RIG_CHUNK_BYTES, (index + 1) * RIG_CHUNK_BYTES)
        if (answer === 'spoil') bytes[0]! ^= 1
        return bytes
      },
      async confirm(id) {
        if (shelf.before('confirm', id) === 'lost') return false
        confirmed.push(id)
        kept = kept.filter(({ lap }) => lap.id !== id)
        return true
      },
      hear: () => {},
      hearChunk: () => {},
      lost: () => {},
    },
  }
  return shelf
}

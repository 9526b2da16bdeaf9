/**
 * Tabs of one browser as equals of a protocol between devices: what is written in one tab is at once in the others, and
 * in the tab that has the network.
 *
 *   hello, here    a tab begins with a league; whoever is there answers, and each pair has a lane
 *   say            a message on the lane
 *   bye            the tab is done with the league, or closes
 *
 * All of them are of this browser and of this version (the channel's name says it), so nothing is checked. A tab that
 * crashed is spoken to in vain, which costs nothing.
 */
import type { DeviceId, LeagueId, PersonId } from '#shared/logbook'
import type { Clock, Lane } from '#shared/sync'
import type { TabChannel } from '#web/leader'

type Bytes = Uint8Array<ArrayBuffer>

type TabWord =
  | { readonly kind: 'hello'; readonly league: LeagueId; readonly from: string }
  | {
      readonly kind: 'here' | 'bye'
      readonly league: LeagueId
      readonly from: string
      readonly to: string | null
    }
  | {
      readonly kind: 'say'
      readonly league: LeagueId
      readonly from: string
      readonly to: string
      readonly bytes: Bytes
    }

export interface TabLanes {
  /** Each other tab that is there or comes is a lane; answers how to end them. */
  join(league: LeagueId, onLane: (lane: Lane) => void): () => void
}

export interface TabLanesOptions {
  readonly channel: Pick<TabChannel, 'post' | 'listen'>
  readonly tab: string
  readonly clock: Clock
}

interface TabLane {
  hear(bytes: Bytes): void
  end(): void
}

/** Who is at the other end does not matter among one person's tabs. */
const SELF = { device: '0'.repeat(64) as DeviceId, person: '0'.repeat(64) as PersonId }

export const createTabLanes = ({ channel, tab, clock }: TabLanesOptions): TabLanes => {
  const leagues = new Map<
    LeagueId,
    { readonly onLane: (lane: Lane) => void; readonly lanes: Map<string, TabLane> }
  >()
  const post = (word: TabWord): void => channel.post(word)

  const createLane = (league: LeagueId, other: string): { readonly lane: Lane; readonly own: TabLane } => {
    let handler: Parameters<Lane['receive']>[0] | null = null
    let last: Promise<void> = Promise.resolve()
    let hasEnded = false
    const waiting: Bytes[] = []
    const endings: (() => void)[] = []
    const end = (): void => {
      if (hasEnded) return
      hasEnded = true
      leagues.get(league)?.lanes.delete(other)
      for (const run of endings) run()
    }
    const hear = (bytes: Bytes): void => {
      if (!handler) waiting.push(bytes)
      else last = last.then(() => (hasEnded ? undefined : handler!(bytes))).catch(end)
    }
    const lane: Lane = {
      peer: SELF,
      clock,
      send: async message => {
        if (!hasEnded) post({ kind: 'say', league, from: tab, to: other, bytes: message.slice() })
      },
      receive(run) {
        handler = run
        for (const bytes of waiting.splice(0)) hear(bytes)
      },
      fail: end,
      onEnd: run => void (hasEnded ? run() : endings.push(run)),
    }
    return { lane, own: { hear, end } }
  }

  const meet = (league: LeagueId, other: string): void => {
    const joined = leagues.get(league)
    if (!joined) return
    joined.lanes.get(other)?.end()
    const { lane, own } = createLane(league, other)
    joined.lanes.set(other, own)
    joined.onLane(lane)
  }

  channel.listen(data => {
    const word = data as TabWord
    const joined = leagues.get(word.league)
    if (!joined || ('to' in word && word.to !== null && word.to !== tab)) return
    if (word.kind === 'hello') {
      post({ kind: 'here', league: word.league, from: tab, to: word.from })
      meet(word.league, word.from)
    } else if (word.kind === 'here') meet(word.league, word.from)
    else if (word.kind === 'say') joined.lanes.get(word.from)?.hear(word.bytes)
    else joined.lanes.get(word.from)?.end()
  })

  return {
    join(league, onLane) {
      leagues.set(league, { onLane, lanes: new Map() })
      post({ kind: 'hello', league, from: tab })
      return () => {
        post({ kind: 'bye', league, from: tab, to: null })
        for (const lane of leagues.get(league)?.lanes.values() ?? []) lane.end()
        leagues.delete(league)
      }
    },
  }
}

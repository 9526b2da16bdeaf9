/** How far a league is with others, in words and one sign. */
import type { SyncState } from '#web/league'
import { momentText } from './moments.ts'
import type { SyncWords } from './words/index.ts'

export interface SyncLine {
  readonly text: string
  /** quiet = nothing to do · good = all who are here have the same · moving · wrong = somebody should look */
  readonly sign: 'quiet' | 'good' | 'moving' | 'wrong'
}

export const syncLine = (sync: SyncState, t: SyncWords, tag: string, nowMs: number): SyncLine => {
  const when = sync.lastLevelAt === null ? null : momentText(sync.lastLevelAt, tag, nowMs)
  switch (sync.kind) {
    case 'alone':
      return { text: t.alone, sign: 'quiet' }
    case 'away':
      return { text: t.away(when), sign: 'quiet' }
    case 'paused':
      return { text: t.paused, sign: 'quiet' }
    case 'attention':
      return { text: t.attention, sign: 'wrong' }
    case 'level':
      return {
        text: sync.peerName === null ? t.level(sync.peers, when) : t.levelWith(sync.peerName, when),
        sign: 'good',
      }
    case 'moving':
      return { text: movingText(sync, t), sign: 'moving' }
  }
}

const movingText = ({ toSend, toReceive, peers, peerName }: SyncState, t: SyncWords): string => {
  if (toSend > 0 && toReceive > 0) return t.both(toSend, toReceive)
  if (toSend > 0) return t.sending(toSend, peerName)
  return toReceive > 0 ? t.receiving(toReceive, peerName) : t.comparing(peers)
}

/** All leagues as one: what somebody should look at first, then what moves, then the best that is. */
export const overallSync = (states: readonly SyncState[]): SyncState | null => {
  const order = ['attention', 'moving', 'paused', 'level', 'away', 'alone'] as const
  const kind = order.find(each => states.some(state => state.kind === each))
  if (kind === undefined) return null
  const alike = states.filter(state => state.kind === kind)
  const names = new Set(alike.map(state => state.peerName))
  const levels = states.flatMap(state => (state.lastLevelAt === null ? [] : [state.lastLevelAt]))
  return {
    kind,
    peers: Math.max(...alike.map(state => state.peers)),
    toSend: sum(alike.map(state => state.toSend)),
    toReceive: sum(alike.map(state => state.toReceive)),
    peerName: names.size === 1 ? alike[0]!.peerName : null,
    lastLevelAt: levels.length === 0 ? null : levels.reduce((a, b) => (a > b ? a : b)),
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0)

/** What somebody should look at, and why, as one sentence. */
import type { AttentionRow } from '#web/league'
import type { SyncWords } from '#web/parts/sync'
import type { LeagueWords } from '../words/index.ts'

export const attentionText = (
  { kind, who, reason }: AttentionRow,
  t: LeagueWords['people']['attention'],
  sync: SyncWords,
): string => {
  switch (kind) {
    case 'waiting':
      return t.waiting(who)
    case 'fork':
      return t.fork(who)
    case 'overruled':
      return t.overruled(who)
    case 'last-admin':
      return t.lastAdmin(who)
    case 'not-entitled':
      return t.notEntitled(who)
    case 'over-quota':
      return t.overQuota(who)
    case 'clock':
      return t.clock(who)
    case 'dropped-peer':
      return t.dropped(who, sync.ends[reason ?? 'lost'])
  }
}

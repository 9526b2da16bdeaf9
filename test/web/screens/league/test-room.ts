/** A believable room: three others in it, one of them on the desk, one that proved nothing, and notes. */
import type { Keeping, Room, RoomState, SharedText, TextChange } from '#web/league'
import { LEAGUE } from './test-league.ts'

export interface TestRoom extends Room {
  /** What was typed here. */
  readonly typed: TextChange[]
  /** What was asked of the history of the notes. */
  readonly recalled: ('undo' | 'redo')[]
  /** Somebody else writes. */
  write(change: TextChange): void
  /** People come, go, move, or the link changes. */
  become(state: Partial<RoomState>): void
  keep(keeping: Keeping): void
}

const SPA = { layout: 'a'.repeat(32), name: 'Spa-Francorchamps · Grand Prix', lengthM: 7004 }

export const PEOPLE: RoomState['people'] = [
  {
    ...{
      client: 1,
      name: 'Ada Example-Longname von Hohenfels',
      deviceName: 'Rig in the cellar',
      isMe: false,
    },
    place: { at: 'desk', road: SPA, cursorM: 1284 },
  },
  {
    ...{ client: 2, name: 'Kim', deviceName: 'Kim’s laptop', isMe: false },
    place: { at: 'room', road: null, cursorM: null },
  },
  {
    ...{ client: 3, name: 'Sam', deviceName: 'Sam’s phone', isMe: true },
    place: { at: 'desk', road: null, cursorM: null },
  },
  { client: 4, name: '', deviceName: '', isMe: false, place: null },
]

const NOTES = `Driver order: Kim, Ada, Sam, Kim.
Box at lap 28, or two laps earlier if it rains before six.
Pressures: 26.8 all round, the left rear gains 0.3 in the second stint.`

export const testRoom = (text = NOTES): TestRoom => {
  const listeners = new Set<(state: RoomState) => void>()
  const hearers = new Set<Parameters<SharedText['onChange']>[0]>()
  const keepers = new Set<(keeping: Keeping) => void>()
  const typed: TextChange[] = []
  const recalled: TestRoom['recalled'] = []
  let state: RoomState = { link: 'open', people: PEOPLE, devices: 0 }
  let now = text
  const apply = ({ at, removed, inserted }: TextChange): void => {
    now = now.slice(0, at) + inserted + now.slice(at + removed)
  }
  const listen = <T>(all: Set<T>, listener: T): (() => void) => {
    all.add(listener)
    return () => all.delete(listener)
  }
  const notes: SharedText = {
    text: () => now,
    change(change) {
      typed.push(change)
      apply(change)
    },
    undo() {
      recalled.push('undo')
      const last = typed.pop()
      if (!last) return
      const back = { at: last.at, removed: last.inserted.length, inserted: '' }
      apply(back)
      for (const listener of hearers) listener([back], true)
    },
    redo: () => void recalled.push('redo'),
    onChange: listener => listen(hearers, listener),
    watchKeeping(listener) {
      listener('kept')
      return listen(keepers, listener)
    },
  }
  return {
    ...{ league: LEAGUE, notes, typed, recalled },
    watch(listener) {
      listener(state)
      return listen(listeners, listener)
    },
    show: () => {},
    leave: async () => {},
    write(change) {
      apply(change)
      for (const listener of hearers) listener([change], false)
    },
    become(next) {
      state = { ...state, ...next }
      for (const listener of listeners) listener(state)
    },
    keep(keeping) {
      for (const listener of keepers) listener(keeping)
    },
  }
}

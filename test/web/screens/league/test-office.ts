/**
 * An office of a believable league, without keys or network: what is asked of it is noted, what it says is the same
 * every time. Whatever a test needs otherwise it puts in the place of a method.
 */
import { onTestFinished } from 'vitest'
import { type Answer, type LeagueDetail, leagues, type Me, type Office } from '#web/league'
import { board, boardRow, DETAIL, LAP, LEAGUE, ME, NOW, SUMMARIES, WAITING } from './test-league.ts'
import { testRoom } from './test-room.ts'

const DAY = 86_400_000

export interface TestOffice extends Office {
  /** What was asked, in order: the method and what it was given. */
  readonly asked: (readonly [method: string, ...given: unknown[]])[]
}

const yes = <T>(value: T): Answer<T> => ({ ok: true, value })

/** Stands behind `leagues` until the test is over. */
export const openTestOffice = (changes: Partial<Office> = {}): TestOffice => {
  const asked: TestOffice['asked'] = []
  const told =
    <T>(value: T) =>
    (listener: (value: T) => void) => {
      listener(value)
      return () => {}
    }
  const noted =
    <T>(method: string, value: T) =>
    async (...given: unknown[]): Promise<Answer<T>> => {
      asked.push([method, ...given])
      return yes(value)
    }
  const office: TestOffice = {
    asked,
    watchMe: told<Me | null>(ME),
    watchLeagues: told(SUMMARIES),
    watchLeague: (id, listener) => {
      const summary = SUMMARIES.find(each => each.id === id)
      const rest = { attention: [], waiting: [], invites: [], changes: [] }
      const own = id === LEAGUE ? DETAIL : summary ? { ...DETAIL, ...rest, ...summary } : null
      return told<LeagueDetail | null>(own)(listener)
    },
    watchBoard: (query, listener) => told(board(query))(listener),
    watchSwitches: told({ isPaused: false, isMetered: false }),
    rename: noted('rename', null),
    recoveryWords: noted('recoveryWords', RECOVERY_WORDS),
    confirmWords: noted('confirmWords', null),
    backupFile: noted('backupFile', { name: 'paddock-keys.backup', bytes: new Uint8Array(64) }),
    restore: noted('restore', ME),
    revokeDevice: noted('revokeDevice', null),
    create: noted('create', LEAGUE),
    invite: noted('invite', { link: 'https://paddock.example/join#made' }),
    revokeInvite: noted('revokeInvite', null),
    readLink: noted('readLink', {
      name: 'Tuesday GT3',
      by: 'Kim',
      role: 'driver' as const,
      admits: false,
      addresses: 1,
    }),
    join: noted('join', WAITING),
    leave: noted('leave', null),
    admit: noted('admit', null),
    setRole: noted('setRole', null),
    remove: noted('remove', null),
    saveSettings: noted('saveSettings', null),
    previewShare: noted('previewShare', {
      sessions: 1,
      laps: 12,
      entryBytes: 921,
      traceBytes: 6_400_000,
      fields: [
        { name: 'startedAt', value: String(NOW - 3 * DAY) },
        { name: 'track', value: 'Spa-Francorchamps' },
        { name: 'car', value: 'Ferrari 296 GT3' },
        { name: 'drivers', value: 'Sam' },
        { name: 'surface', value: 'dry' },
        { name: 'airC', value: '21' },
        { name: 'newField', value: 'from a later Paddock' },
      ],
      stays: ['notes', 'tags', 'original'],
      channels: ['speed', 'throttle', 'brake', 'position'],
      hasPosition: true,
    }),
    share: noted('share', null),
    withdraw: noted('withdraw', null),
    sharedWhere: noted('sharedWhere', []),
    openLap: noted('openLap', LAP),
    othersUse: noted('othersUse', { sessions: 3, bytes: 48_000_000, letGo: null }),
    letOthersGo: noted('letOthersGo', null),
    recordHistory: noted('recordHistory', [boardRow(0), boardRow(1)]),
    decide: noted('decide', null),
    takeBackDecision: noted('takeBackDecision', null),
    endorseGates: noted('endorseGates', null),
    merge: noted('merge', null),
    renewRoom: noted('renewRoom', null),
    enterRoom: async () => yes(testRoom()),
    offerPairing: async () => ({ ok: false, message: 'This test pairs nothing.' }),
    answerPairing: async () => ({ ok: false, message: 'This test pairs nothing.' }),
    pause: async isPaused => void asked.push(['pause', isPaused]),
    setMetered: async isMetered => void asked.push(['setMetered', isMetered]),
    ...changes,
  }
  leagues.openWith(async () => office)
  onTestFinished(() => leagues.openWith(async () => Promise.reject(new Error('no office in this test'))))
  return office
}

export const RECOVERY_WORDS = Array.from({ length: 24 }, (_, i) => `word${i + 1}`)

/** A believable league with its people, devices, invitations and leaderboard: the same every time but for the day. */
import type { LapId, SessionId } from '#shared/id'
import type { DeviceId, EntryHash, LeagueId, PersonId } from '#shared/logbook'
import { asEpochMillis, asMillis } from '#shared/units'
import type { Board, BoardQuery, BoardRow, LeagueDetail, LeagueSummary, Me, PersonRow } from '#web/league'

export const NOW = Date.now()
const MINUTE = 60_000
const DAY = 86_400_000
const hex = (n: number): string => n.toString(16).padStart(64, '0')
export const LEAGUE = hex(0xa1) as LeagueId
export const CREW = hex(0xa2) as LeagueId
export const DEVICES = hex(0xa3) as LeagueId
export const WAITING = hex(0xa4) as LeagueId
export const SESSION = hex(0x51).slice(32) as SessionId
export const LAP = hex(0x1a).slice(32) as LapId
const person = (n: number) => hex(0x100 + n) as PersonId
const device = (n: number) => hex(0x200 + n) as DeviceId
const ago = (ms: number) => asEpochMillis(NOW - ms)

export const ME: Me = {
  person: person(0),
  personName: 'Sam',
  device: device(0),
  deviceName: 'Sam’s laptop',
  holdsPersonKey: true,
  backedUpAt: null,
}

const SYNC = { peers: 0, toSend: 0, toReceive: 0, peerName: null, lastLevelAt: null } as const

export const SUMMARIES: readonly LeagueSummary[] = [
  {
    id: LEAGUE,
    use: 'league',
    name: 'Tuesday GT3',
    role: 'admin',
    standing: 'member',
    members: 5,
    sessions: 214,
    sync: { ...SYNC, kind: 'level', peers: 3, lastLevelAt: ago(2 * MINUTE) },
  },
  {
    id: CREW,
    use: 'crew',
    name: 'Endurance four',
    role: 'driver',
    standing: 'member',
    members: 4,
    sessions: 31,
    sync: { ...SYNC, kind: 'moving', peers: 1, toSend: 4, peerName: 'Kim’s laptop' },
  },
  {
    id: WAITING,
    use: 'league',
    name: 'Sprint cup',
    role: null,
    standing: 'waiting',
    members: 0,
    sessions: 0,
    sync: { ...SYNC, kind: 'alone' },
  },
  {
    id: DEVICES,
    use: 'devices',
    name: '',
    role: 'admin',
    standing: 'member',
    members: 1,
    sessions: 58,
    sync: { ...SYNC, kind: 'away', lastLevelAt: ago(3 * DAY) },
  },
]

const PEOPLE: readonly PersonRow[] = [
  {
    person: person(0),
    name: 'Sam',
    role: 'admin',
    isMe: true,
    since: ago(200 * DAY),
    removed: null,
    devices: [
      {
        device: device(0),
        name: 'Sam’s laptop',
        isThis: true,
        connected: null,
        lastSeenAt: null,
        revoked: false,
        version: '0.1.0',
      },
      {
        device: device(1),
        name: 'Sam’s phone',
        isThis: false,
        connected: { route: 'paired', since: ago(MINUTE), phase: 'level' },
        lastSeenAt: ago(MINUTE),
        revoked: false,
        version: '0.1.0',
      },
    ],
  },
  {
    person: person(1),
    name: 'Kim',
    role: 'steward',
    isMe: false,
    since: ago(180 * DAY),
    removed: null,
    devices: [
      {
        device: device(2),
        name: 'Kim’s laptop',
        isThis: false,
        connected: { route: 'lan', since: ago(5 * MINUTE), phase: 'sending' },
        lastSeenAt: ago(MINUTE),
        revoked: false,
        version: '0.1.0',
      },
      {
        device: device(3),
        name: 'Kim’s old phone',
        isThis: false,
        connected: null,
        lastSeenAt: ago(90 * DAY),
        revoked: true,
        version: null,
      },
    ],
  },
  {
    person: person(2),
    name: 'Ada Example-Longname von Hohenfels',
    role: 'driver',
    isMe: false,
    since: ago(30 * DAY),
    removed: null,
    devices: [
      {
        device: device(4),
        name: 'Rig in the cellar',
        isThis: false,
        connected: { route: 'relayed', since: ago(20 * MINUTE), phase: 'level' },
        lastSeenAt: ago(MINUTE),
        revoked: false,
        version: '0.1.0',
      },
    ],
  },
  {
    person: person(3),
    name: 'Jo',
    role: 'viewer',
    isMe: false,
    since: ago(3 * DAY),
    removed: null,
    devices: [
      {
        device: device(5),
        name: 'Jo’s tablet',
        isThis: false,
        connected: null,
        lastSeenAt: null,
        revoked: false,
        version: null,
      },
    ],
  },
  {
    person: person(4),
    name: 'Max',
    role: 'driver',
    isMe: false,
    since: ago(100 * DAY),
    removed: { byName: 'Sam', at: ago(2 * DAY), reason: 'ran two accounts' },
    devices: [],
  },
]

export const DETAIL: LeagueDetail = {
  ...SUMMARIES[0]!,
  about: 'Every Tuesday at eight, GT3 only. Laps count from practice too.',
  addresses: ['/dns4/relay.example/tcp/7422/tls/ws'],
  people: PEOPLE,
  waiting: [{ person: person(9), name: 'Rob', deviceName: 'Rob’s PC', role: 'driver', at: ago(40 * MINUTE) }],
  invites: [
    {
      key: hex(0x301),
      role: 'driver',
      admits: false,
      until: asEpochMillis(NOW + 7 * DAY),
      note: 'Tuesday group',
      link: `https://paddock.example/join#${'Aa0-'.repeat(60)}`,
    },
    { key: hex(0x302), role: 'viewer', admits: true, until: null, note: '', link: null },
  ],
  changes: [
    {
      hash: hex(0x401) as EntryHash,
      at: ago(4 * MINUTE),
      byName: 'Kim',
      what: 'session',
      about: 'Spa · 12 laps, best 2:18.104',
    },
    {
      hash: hex(0x402) as EntryHash,
      at: ago(DAY),
      byName: 'Sam',
      what: 'decision',
      about: '+5 s for Ada, lap 7',
    },
    { hash: hex(0x403) as EntryHash, at: ago(2 * DAY), byName: 'Sam', what: 'removed', about: 'Max' },
    { hash: hex(0x404) as EntryHash, at: ago(400 * DAY), byName: 'Sam', what: 'settings', about: '' },
  ],
  attention: [
    { kind: 'waiting', who: 'Rob', reason: null, at: ago(40 * MINUTE) },
    { kind: 'dropped-peer', who: 'Max’s PC', reason: 'lied', at: ago(3 * DAY) },
  ],
}

const CARS = ['Ferrari 296 GT3', 'Porsche 992 GT3 R', 'BMW M4 GT3', 'Mercedes-AMG GT3 Evo']
const NAMES = ['Kim', 'Sam', 'Ada Example-Longname von Hohenfels', 'Rob', 'Jo', 'Lea', 'Tom', 'Mia']

export const boardRow = (i: number): BoardRow => {
  const timeMs = 138_104 + i * 137 + (i % 3) * 11
  const s1 = Math.round(timeMs * 0.31)
  const s2 = Math.round(timeMs * 0.42)
  return {
    place: i + 1,
    person: person(i),
    driver: NAMES[i] ?? `Driver ${i + 1}`,
    driverKey: `driver ${i}`,
    car: CARS[i % CARS.length]!,
    className: 'GT3',
    timeMs: asMillis(timeMs),
    gapMs: asMillis(timeMs - 138_104),
    sectorsMs: [asMillis(s1), asMillis(s2), asMillis(timeMs - s1 - s2)],
    surface: i % 4 === 3 ? 'wet' : 'dry',
    world: 'sim',
    at: ago((i + 1) * 0.7 * DAY),
    isMine: i === 1,
    proof: {
      by: i % 3 === 2 ? 'file' : 'rig',
      detail: i % 3 === 2 ? 'motec-ld' : 'acc',
      has: i % 4 === 3 ? 'times' : 'trace',
      timing: i % 3 === 2 ? 'gates' : 'marks',
      retimed: i === 0 ? 'match' : i === 4 ? 'differs' : null,
    },
    decisions:
      i === 2
        ? [
            {
              key: 'd1',
              isMine: true,
              what: 'penalty',
              byName: 'Kim',
              reason: 'cut turn 4',
              addMs: asMillis(5000),
            },
          ]
        : [],
    lap: { league: LEAGUE, author: person(i), session: hex(0x500 + i).slice(32), row: 3, number: 4 },
  }
}

export const board = (query: BoardQuery, count = 8): Board => ({
  query: { ...query, layout: query.layout ?? 'spa-gp' },
  layouts: [
    { key: 'spa-gp', name: 'Spa-Francorchamps, Grand Prix', count: 214 },
    { key: 'monza', name: 'Monza', count: 88 },
  ],
  classes: [{ key: 'GT3', name: 'GT3', count: count }],
  cars: CARS.map((name, i) => ({ key: `car ${i}`, name, count: 2 })),
  sectorCount: 3,
  rows: Array.from({ length: count }, (_, i) => boardRow(i)),
  voided: [
    {
      ...boardRow(1),
      place: 0,
      timeMs: asMillis(137_500),
      decisions: [
        {
          key: 'd2',
          isMine: false,
          what: 'void-lap',
          byName: 'Kim',
          reason: 'cut the bus stop',
          addMs: asMillis(0),
        },
      ],
      lap: { ...boardRow(1).lap, row: 7, number: 8 },
    },
  ],
  lines: [
    { author: person(0), authorName: 'Sam', layout: 'spa', version: 2, laps: 190, isEndorsed: true },
    { author: person(1), authorName: 'Kim', layout: 'spa', version: 3, laps: 14, isEndorsed: false },
  ],
  apart: [
    { why: 'other-gates', count: 14 },
    { why: 'void', count: 1 },
  ],
  isComplete: true,
})

/**
 * What the health page says, from the facts: one row for each link of the chain from the game to the page, in order,
 * each with a word of its own and, when it is not good, what to do.
 *
 * Invariant: the first link that waits explains those behind it, so only it says what to do for them.
 */
import { encodeQR } from 'qr'
import { GAME_NAMES, SAMPLE_WIDTH } from '#shared/sim'
import type { HealthFacts, HealthReport, HealthRow, Level } from './facts.ts'
import type { HealthWords } from './words.ts'

const GOOD_RATE = 50
/** 333 samples a second, once in the journal and once in the laps' files. */
const BYTES_PER_HOUR = 2 * 3600 * 333 * 4 * SAMPLE_WIDTH
const LOW_BYTES = 5e9
const LITTLE_BYTES = 1e9

type Row = Omit<HealthRow, 'id' | 'name'>

const row = (level: Level, word: string, detail = '', todo = ''): Row => ({ level, word, detail, todo })

const gameRow = ({ source, platform }: HealthFacts, w: HealthWords): Row => {
  switch (source.kind) {
    case 'searching': {
      const todo = platform === 'linux' ? `${w.game.start} ${w.game.bridgeLinux}` : w.game.start
      return row('wait', w.game.searching, source.lookedFor, todo)
    }
    case 'idle':
      return source.game === null
        ? row('wait', w.game.idle, '', w.game.start)
        : row('good', GAME_NAMES[source.game])
    case 'reading':
      return row('good', GAME_NAMES[source.game])
    case 'unreadable':
      return row('wait', w.game.idle)
    case 'ended':
      return row('off', w.game.ended)
  }
}

const memoryRow = ({ source, platform }: HealthFacts, w: HealthWords): Row => {
  switch (source.kind) {
    case 'searching':
    case 'ended':
      return row('off', w.memory.none)
    case 'idle':
    case 'reading':
      return row('good', w.memory.good)
    case 'unreadable':
      return row('bad', w.memory.bad, source.message, platform === 'win32' ? w.memory.sameUser : '')
  }
}

const percent = (share: number, lang: string): string =>
  new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 }).format(
    Math.floor(share * 1000) / 1000,
  )

const samplesRow = ({ source, counts }: HealthFacts, w: HealthWords): Row => {
  if (source.kind === 'idle')
    return row('wait', w.samples.none, '', source.game === null ? '' : w.samples.enterTrack)
  if (source.kind !== 'reading') return row('off', w.samples.none)
  const rate = w.samples.rate(Math.round(source.samplesPerS))
  const seen = counts.packets > 0 ? w.samples.seen(percent(counts.seen / counts.packets, w.lang)) : ''
  return source.samplesPerS >= GOOD_RATE ? row('good', rate, seen) : row('wait', rate, seen, w.samples.slow)
}

const openCount = ({ pairings }: HealthFacts): number => pairings.reduce((sum, one) => sum + one.open, 0)

const appRow = (facts: HealthFacts, w: HealthWords): Row => {
  const open = openCount(facts)
  if (open > 0) return row('good', w.app.here(open))
  return facts.pairings.length > 0
    ? row('wait', w.app.away, '', w.app.open(facts.pageAddress))
    : row('wait', w.app.none, '', w.app.pair(facts.pageAddress))
}

const lapsRow = (facts: HealthFacts, w: HealthWords): Row => {
  const { recording, waitingLaps } = facts
  if (recording.kind === 'failed') return row('bad', w.laps.failed, recording.message)
  const kept = recording.kind === 'on' ? w.laps.kept : ''
  if (waitingLaps === 0) return row('good', w.laps.none, kept)
  return openCount(facts) > 0
    ? row('good', w.laps.waiting(waitingLaps), w.laps.onTheirWay)
    : row('wait', w.laps.waiting(waitingLaps), kept, w.laps.fetch)
}

const diskRow = ({ freeBytes, folder }: HealthFacts, w: HealthWords): Row => {
  if (freeBytes === null) return row('off', w.disk.unknown, folder)
  const unit = freeBytes >= 1e9 ? ([1e9, 'gigabyte'] as const) : ([1e6, 'megabyte'] as const)
  const amount = new Intl.NumberFormat(w.lang, {
    style: 'unit',
    unit: unit[1],
    maximumFractionDigits: freeBytes < 10e9 ? 1 : 0,
  }).format(freeBytes / unit[0])
  const hours = new Intl.NumberFormat(w.lang, { maximumSignificantDigits: 2 }).format(
    freeBytes / BYTES_PER_HOUR,
  )
  if (freeBytes >= LOW_BYTES) return row('good', w.disk.free(amount), folder)
  const level = freeBytes < LITTLE_BYTES ? 'bad' : 'wait'
  return row(level, w.disk.free(amount), `${w.disk.hours(hours)} · ${folder}`, w.disk.make)
}

const guestRow = ({ guest }: HealthFacts, w: HealthWords): Row =>
  guest === null ? row('off', w.guest.off, '', w.guest.how) : row('good', w.guest.on(guest.open))

const ROWS = {
  game: gameRow,
  memory: memoryRow,
  samples: samplesRow,
  app: appRow,
  laps: lapsRow,
  disk: diskRow,
  guest: guestRow,
} as const satisfies Record<HealthRow['id'], (facts: HealthFacts, words: HealthWords) => Row>

const headlineOf = (facts: HealthFacts, rows: readonly HealthRow[], w: HealthWords): [Level, string] => {
  if (rows.some(({ level }) => level === 'bad')) return ['bad', w.headline.bad]
  if (facts.source.kind === 'ended') return ['off', w.headline.ended]
  if (facts.source.kind === 'idle' && facts.source.game !== null) return ['wait', w.headline.track]
  if (facts.source.kind !== 'reading') return ['wait', w.headline.game]
  return openCount(facts) === 0 ? ['wait', w.headline.pair] : ['good', w.headline.good]
}

/** One square per dark module, as the shortest path an SVG can draw. */
export const textToCode = (text: string): { size: number; path: string } => {
  const data = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
  const squares = data.flatMap((line, y) =>
    line.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return { size: data.length, path: squares.join('') }
}

const guestPart = ({ guest }: HealthFacts, w: HealthWords): HealthReport['guest'] => {
  if (guest === null) return null
  const { title, renew, confirm } = w.guest
  return {
    title,
    renew,
    confirm,
    cancel: w.cancel,
    text: guest.address === null ? w.guest.lostText : w.guest.text,
    address: guest.address ?? '',
    code: guest.address === null ? null : textToCode(guest.address),
  }
}

export const factsToReport = (facts: HealthFacts, w: HealthWords): HealthReport => {
  const ids = Object.keys(ROWS) as HealthRow['id'][]
  const rows = ids.map(id => ({ id, name: w.names[id], ...ROWS[id](facts, w) }))
  const [level, headline] = headlineOf(facts, rows, w)
  const date = new Intl.DateTimeFormat(w.lang, { dateStyle: 'medium' })
  const { title, none, revoke, confirm } = w.pairings
  return {
    lang: w.lang,
    version: facts.version,
    level,
    title: w.title,
    headline,
    rows,
    page: { label: w.page, address: facts.pageAddress },
    pairings: {
      title,
      none,
      revoke,
      confirm,
      cancel: w.cancel,
      list: facts.pairings.map(({ id, name, pairedAt, open }) => ({
        id,
        name,
        detail: [w.pairings.since(date.format(pairedAt)), ...(open > 0 ? [w.pairings.open] : [])].join(' · '),
      })),
    },
    guest: guestPart(facts, w),
    signs: w.levels,
    lost: w.lost,
    failed: w.failed,
  }
}

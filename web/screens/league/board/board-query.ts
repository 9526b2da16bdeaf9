/**
 * Which laps a leaderboard is of, as part of the address. What cannot be read asks for nothing.
 *
 * `at` is a day: the board is as it stood when that day ended on the reader's own clock.
 */
import type { Surface, World } from '#shared/lap'
import type { LeagueId } from '#shared/logbook'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { BoardQuery } from '#web/league'

const SURFACES: readonly Surface[] = ['dry', 'damp', 'wet']
const WORLDS: readonly World[] = ['real', 'sim']
/** More sectors than any circuit times. */
const MOST_SECTORS = 99

export const detailsToQuery = (league: LeagueId, details: URLSearchParams): BoardQuery => {
  const text = (name: string): string | null => details.get(name) || null
  const sector = Number(details.get('sector') ?? Number.NaN)
  return {
    league,
    layout: text('layout'),
    className: text('class'),
    car: text('car'),
    surface: SURFACES.find(each => each === details.get('road')) ?? null,
    world: WORLDS.find(each => each === details.get('driven')) ?? null,
    sector: Number.isInteger(sector) && sector >= 1 && sector <= MOST_SECTORS ? sector - 1 : null,
    asOf: dayToEnd(details.get('at')),
  }
}

export const queryToDetails = (query: BoardQuery): string => {
  const details = new URLSearchParams()
  const set = (name: string, value: string | null): void => {
    if (value !== null && value !== '') details.set(name, value)
  }
  set('layout', query.layout)
  set('class', query.className)
  set('car', query.car)
  set('road', query.surface)
  set('driven', query.world)
  set('sector', query.sector === null ? null : String(query.sector + 1))
  set('at', query.asOf === null ? null : momentToDay(query.asOf))
  return details.toString()
}

/** The last millisecond of '2026-07-14', as this reader's clock counts days. */
export const dayToEnd = (day: string | null): EpochMillis | null => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  if (!found) return null
  const [year, month, date] = found.slice(1).map(Number) as [number, number, number]
  const end = new Date(year, month - 1, date, 23, 59, 59, 999)
  return end.getMonth() === month - 1 && end.getDate() === date ? asEpochMillis(end.getTime()) : null
}

/** As a date field wants it: '2026-07-14'. */
export const momentToDay = (at: EpochMillis): string => {
  const date = new Date(at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Whether anything is asked for beyond the league itself. */
export const isNarrowed = (query: BoardQuery): boolean => queryToDetails(query) !== ''

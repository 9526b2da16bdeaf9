/**
 * The address bar as state: which place is shown and with which details (lap, cursor …), so that every view
 * is a link. Clicks on ordinary links inside the page are followed without loading it again.
 *
 * Invariant: `href` functions here are the only places that know how addresses look.
 */
import type { Id, LapId, SessionId } from '#shared/id'
import { isId } from '#shared/id'
import type { LeagueId } from '#shared/logbook'
import { type DeskLink, deskToQuery, EMPTY_DESK, queryToDesk, withLaps } from './desk-link.ts'

export type Route =
  /** `details` say how it is looked at: filters and order. */
  | { readonly place: 'library'; readonly details: URLSearchParams }
  | { readonly place: 'session'; readonly id: SessionId; readonly lap: LapId | null }
  /** One session on one page of paper. */
  | { readonly place: 'summary'; readonly id: SessionId }
  | { readonly place: 'desk'; readonly desk: DeskLink }
  /** Of one session: where it comes from. `shared` names files another app handed over. */
  | { readonly place: 'import'; readonly session: SessionId | null; readonly shared: string | null }
  | {
      readonly place: 'garage'
      readonly tab: GarageTab
      /** One car, track or setup; null lists them all. */
      readonly id: Id | null
      /** What else the view shows: filters, the other setup of a comparison. */
      readonly details: URLSearchParams
    }
  /** What is driven now; `details` say what it is compared with and how it is looked at. */
  | { readonly place: 'live'; readonly details: URLSearchParams }
  /** My leagues, crews and devices, and how they are kept level. */
  | { readonly place: 'league'; readonly league: null; readonly section: string | null }
  /** One of them: its leaderboard, its people or its room; `details` say which laps and how. */
  | {
      readonly place: 'league'
      readonly league: LeagueId
      readonly view: LeagueView
      readonly details: URLSearchParams
    }
  /** What an invitation says. Its secret stands behind the #, which no server ever sees. */
  | { readonly place: 'join'; readonly link: string | null }
  /** Storage, backups and what was done. */
  | { readonly place: 'keeping'; readonly section: string | null }
  | { readonly place: 'settings'; readonly section: string | null }
  | { readonly place: 'nowhere' }

export const GARAGE_TABS = ['cars', 'tracks', 'setups', 'drivers'] as const
export type GarageTab = (typeof GARAGE_TABS)[number]

export const LEAGUE_VIEWS = ['board', 'people', 'room'] as const
export type LeagueView = (typeof LEAGUE_VIEWS)[number]

export const hrefs = {
  library: (query = ''): string => `/${query === '' ? '' : `?${query}`}`,
  session: (id: SessionId, lap?: LapId): string => `/session/${id}${lap ? `?lap=${lap}` : ''}`,
  summary: (id: SessionId): string => `/session/${id}/summary`,
  desk: (desk: DeskLink): string => `/desk${deskToQuery(desk)}`,
  /** These laps on an otherwise empty desk. */
  deskWith: (laps: readonly LapId[], reference: LapId | null = null): string =>
    hrefs.desk({ ...withLaps(EMPTY_DESK, laps), reference }),
  import: (session?: SessionId): string => `/import${session ? `/${session}` : ''}`,
  garage: (tab: GarageTab = 'cars', id?: Id, details?: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams(details).toString()
    return `/garage/${tab}${id ? `/${id}` : ''}${query === '' ? '' : `?${query}`}`
  },
  live: (query = ''): string => `/live${query === '' ? '' : `?${query}`}`,
  leagues: (section?: string): string => `/league${section ? `#${section}` : ''}`,
  league: (id: LeagueId, view: LeagueView = 'board', query = ''): string =>
    `/league/${id}${view === 'board' ? '' : `/${view}`}${query === '' ? '' : `?${query}`}`,
  /** `link` as somebody sent it, from whatever address their page has. */
  join: (link: string): string => `/join#${link.trim().replace(/^[^#]*#/, '')}`,
  keeping: (section?: string): string => `/keeping${section ? `#${section}` : ''}`,
  settings: (section?: string): string => `/settings${section ? `#${section}` : ''}`,
}

export const urlToRoute = (url: URL): Route => {
  const parts = url.pathname.split('/').filter(part => part !== '')
  const [place, id] = parts
  if (place === undefined || url.pathname === '/index.html')
    return { place: 'library', details: url.searchParams }
  if ((place === 'settings' || place === 'keeping') && parts.length === 1)
    return { place, section: url.hash === '' ? null : url.hash.slice(1) }
  if (place === 'live' && parts.length === 1) return { place, details: url.searchParams }
  if (place === 'garage' && parts.length <= 3) {
    const tab = GARAGE_TABS.find(each => each === (id ?? 'cars'))
    const thing = parts[2]
    if (tab && (thing === undefined || isId(thing)))
      return { place, tab, id: thing ?? null, details: url.searchParams }
  }
  if (place === 'session' && parts.length === 2 && isId(id)) {
    const lap = url.searchParams.get('lap')
    return { place, id: id as SessionId, lap: isId(lap) ? (lap as LapId) : null }
  }
  if (place === 'session' && parts.length === 3 && isId(id) && parts[2] === 'summary')
    return { place: 'summary', id: id as SessionId }
  if (place === 'league' && parts.length <= 3) return partsToLeague(parts, url)
  if (place === 'join' && parts.length === 1) return { place, link: url.hash.length > 1 ? url.href : null }
  if (place === 'desk' && parts.length === 1) return { place, desk: queryToDesk(url.searchParams) }
  if (place === 'import' && (parts.length === 1 || (parts.length === 2 && isId(id)))) {
    const session = parts.length === 2 ? (id as SessionId) : null
    return { place, session, shared: url.searchParams.get('shared') }
  }
  return { place: 'nowhere' }
}

const partsToLeague = ([place, id, view]: readonly string[], url: URL): Route => {
  if (place !== 'league') return { place: 'nowhere' }
  if (id === undefined) return { place, league: null, section: url.hash === '' ? null : url.hash.slice(1) }
  const known = LEAGUE_VIEWS.find(each => each === (view ?? 'board'))
  // As `isLeagueId` says; the logbook is no part of the first load.
  if (!known || !/^[0-9a-f]{64}$/.test(id)) return { place: 'nowhere' }
  return { place, league: id as LeagueId, view: known, details: url.searchParams }
}

class Router {
  #url = $state.raw(new URL(location.href))
  readonly route: Route = $derived(urlToRoute(this.#url))

  /** Goes to an address inside the page. `replace` for details that deserve no step of the back button. */
  go(href: string, options: { readonly replace?: boolean } = {}): void {
    const url = new URL(href, location.href)
    if (url.href === location.href) return
    const moved = url.pathname !== location.pathname
    if (options.replace) history.replaceState(null, '', url)
    else history.pushState(null, '', url)
    this.#url = url
    if (moved && url.hash === '') scrollTo(0, 0)
  }

  /** Follows links and the browser's buttons until the returned function is called. */
  follow(): () => void {
    const onPop = () => {
      this.#url = new URL(location.href)
    }
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return
      if (link.origin !== location.origin || (link.pathname === location.pathname && link.hash !== '')) return
      event.preventDefault()
      this.go(link.href)
    }
    addEventListener('popstate', onPop)
    document.addEventListener('click', onClick)
    return () => {
      removeEventListener('popstate', onPop)
      document.removeEventListener('click', onClick)
    }
  }
}

export const router = new Router()

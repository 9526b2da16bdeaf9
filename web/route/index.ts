export {
  type DeskLink,
  EMPTY_DESK,
  freeSlot,
  type LinkedLap,
  MAX_DESK_LAPS,
  type Span,
  withLaps,
  withoutLap,
} from './desk-link.ts'
export {
  GARAGE_TABS,
  type GarageTab,
  hrefs,
  LEAGUE_VIEWS,
  type LeagueView,
  type Route,
  router,
  urlToRoute,
} from './router.svelte.ts'

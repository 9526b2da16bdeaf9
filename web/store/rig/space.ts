import type { RigSession } from '#shared/api'

/** Names the metres of a game's circuit: equal texts, equal metres. A layout of it has them as the space of its frame. */
export const spaceOf = ({ game, track, layout }: Pick<RigSession, 'game' | 'track' | 'layout'>): string =>
  [game, track, layout].map(part => encodeURIComponent(part.trim().toLowerCase())).join('/')

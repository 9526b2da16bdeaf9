/** The relay's questions about itself; the contract is `#shared/api`. */
import type { FastifyInstance } from 'fastify'
import {
  HEALTH_PATH,
  type Health,
  LEAGUE_ADDRESSES_PATH,
  type LeagueAddresses,
  VERSION_PATH,
  type Version,
} from '#shared/api'

export interface ApiParts {
  readonly version: string
  /** A clock that only runs forward, in milliseconds. */
  readonly now: () => number
  readonly leagueAddresses: () => LeagueAddresses
}

export const addApi = (app: FastifyInstance, { version, now, leagueAddresses }: ApiParts): void => {
  const startedAt = now()
  app.get(HEALTH_PATH, (): Health => ({ status: 'ok', uptimeS: Math.floor((now() - startedAt) / 1000) }))
  app.get(LEAGUE_ADDRESSES_PATH, (): LeagueAddresses => leagueAddresses())
  app.get(VERSION_PATH, (): Version => ({ paddock: 'relay', version }))
}

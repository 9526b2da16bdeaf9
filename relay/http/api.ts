/** The relay's questions about itself; the contract is `#shared/api`. */
import type { FastifyInstance } from 'fastify'
import { HEALTH_PATH, type Health, VERSION_PATH, type Version } from '#shared/api'

export interface ApiParts {
  readonly version: string
  /** A clock that only runs forward, in milliseconds. */
  readonly now: () => number
}

export const addApi = (app: FastifyInstance, { version, now }: ApiParts): void => {
  const startedAt = now()
  app.get(HEALTH_PATH, (): Health => ({ status: 'ok', uptimeS: Math.floor((now() - startedAt) / 1000) }))
  app.get(VERSION_PATH, (): Version => ({ paddock: 'relay', version }))
}

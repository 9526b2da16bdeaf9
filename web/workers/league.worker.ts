/** The worker behind leagues: its own connection to the library, keys, entries, boards. Whoever started it ends it. */
import { expose } from 'comlink'
import { createLeagueApi } from './league-api.ts'

/** Named by the worker's own name, so that a test has a library of its own. */
expose(createLeagueApi(self.name || undefined))

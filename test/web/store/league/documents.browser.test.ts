/** Documents of a league in the library keep what every store of documents promises. */
import type { LeagueId } from '#shared/logbook'
import { createDexieDocumentStore } from '../../../../web/store/league/documents.ts'
import { describeDocumentStore } from '../../../conformance/document-store.ts'
import { deleteDatabase, uniqueName } from '../support.ts'
import { type Hood, openHood } from './support.ts'

const LEAGUE = 'a1'.repeat(32) as LeagueId

describeDocumentStore('a library', async () => {
  const name = uniqueName()
  const hoods: Hood[] = []
  let isFull = false
  const open = async () => {
    const hood = await openHood(name)
    hoods.push(hood)
    hood.connection.tables.documents.hook('creating', () => {
      if (isFull) throw new DOMException('no room', 'QuotaExceededError')
    })
    return createDexieDocumentStore(hood.connection, hood.damage, LEAGUE)
  }
  let store = await open()
  return {
    store: () => store,
    async restart() {
      store = await open()
    },
    async setFull(now) {
      isFull = now
    },
    async close() {
      for (const { connection } of hoods) connection.close()
      await deleteDatabase(name)
    },
  }
})

/** Under the library's hood: its connection, for the parts that leagues put on it. */
import { onTestFinished } from 'vitest'
import { createDexieBlobStore, type DexieBlobStore } from '../../../../web/store/blobs.ts'
import { type Connection, openConnection } from '../../../../web/store/connection.ts'
import { createDamageLog, type DamageLog } from '../../../../web/store/damage.ts'
import { createWebHashing } from '../../../../web/store/hashing.ts'
import { SCHEMA } from '../../../../web/store/schema.ts'
import { deleteDatabase, fillRandom, NOON, uniqueName, unwrap } from '../support.ts'

export interface Hood {
  readonly name: string
  readonly connection: Connection
  readonly damage: DamageLog
  readonly blobs: DexieBlobStore
}

/** One more program on the same disk; nothing is deleted when it ends. */
export const openHood = async (name: string, indexedDBOf: IDBFactory = indexedDB): Promise<Hood> => {
  const connection = unwrap(
    await openConnection({ name, steps: SCHEMA, indexedDB: indexedDBOf, patienceMs: 8_000 }),
  )
  const blobs = createDexieBlobStore({
    connection,
    hashing: createWebHashing(crypto.subtle),
    fillRandom,
    now: () => NOON,
  })
  return { name, connection, damage: createDamageLog(), blobs }
}

/** Closed and deleted when the test is over. */
export const openTestHood = async (): Promise<Hood> => {
  const hood = await openHood(uniqueName())
  onTestFinished(async () => {
    hood.connection.close()
    await deleteDatabase(hood.name)
  })
  return hood
}

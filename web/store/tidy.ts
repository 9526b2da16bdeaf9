/**
 * Housekeeping: removes bytes that were never named, sessions deleted long ago, how to undo deeds of long ago, and
 * exports nobody saved.
 *
 * Invariant: what costs something runs at most once per `REST_MS` for all tabs together, so calling it at every start
 * is fine.
 */
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { DexieBlobStore } from './blobs.ts'
import type { Connection } from './connection.ts'
import type { DeedWriter } from './deeds/deeds.ts'
import { type Outcome, succeed } from './failures.ts'
import { isNamedRow } from './guards.ts'
import { sweepPartials } from './league/partials.ts'
import { removeLeftExports } from './private-exports.ts'
import type { SessionWriter } from './sessions.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const REST_MS = 6 * HOUR_MS
/** An import left open on a sleeping laptop is finished the next morning. */
const STAGING_GRACE_MS = DAY_MS
/** A recording half fetched at one meeting is finished at the next. */
const PARTIAL_GRACE_MS = 7 * DAY_MS
/** How long a deleted session can be brought back, and any deed be undone. */
export const UNDO_MS = 30 * DAY_MS

const TIDIED_AT = 'tidied-at'

export interface TidyReport {
  readonly sweptBlobs: number
  readonly purgedSessions: number
}

export interface TidyOptions {
  readonly connection: Connection
  readonly blobs: Pick<DexieBlobStore, 'sweep'>
  readonly writer: Pick<SessionWriter, 'purge'>
  readonly deeds: Pick<DeedWriter, 'forgetBefore'>
  readonly now: () => EpochMillis
}

export const tidyUp = async ({
  connection,
  blobs,
  writer,
  deeds,
  now,
}: TidyOptions): Promise<Outcome<TidyReport>> => {
  await removeLeftExports()
  const turn = await takeTurn(connection, now())
  if (!turn.ok) return turn
  if (!turn.value) return succeed({ sweptBlobs: 0, purgedSessions: 0 })
  const swept = await blobs.sweep(asEpochMillis(now() - STAGING_GRACE_MS))
  if (!swept.ok) return swept
  const left = await connection.run('rw', ['partials', 'chunks'], () =>
    sweepPartials(connection, asEpochMillis(now() - PARTIAL_GRACE_MS)),
  )
  if (!left.ok) return left
  const purged = await writer.purge(asEpochMillis(now() - UNDO_MS))
  if (!purged.ok) return purged
  const forgotten = await connection.run('rw', ['deeds'], () =>
    deeds.forgetBefore(asEpochMillis(now() - UNDO_MS)),
  )
  if (!forgotten.ok) return forgotten
  return succeed({ sweptBlobs: swept.value + left.value, purgedSessions: purged.value })
}

/** Whether it is time, deciding and noting it in one transaction. */
const takeTurn = ({ run, tables: { meta } }: Connection, now: EpochMillis): Promise<Outcome<boolean>> =>
  run('rw', ['meta'], async () => {
    const row: unknown = await meta.get(TIDIED_AT)
    const last = isNamedRow(row) && typeof row.value === 'number' ? row.value : 0
    if (Math.abs(now - last) < REST_MS) return false
    await meta.put({ key: TIDIED_AT, value: now })
    return true
  })

/** Adds entries to a store, one batch after another, and says after each how many are kept; until it is killed. */
import { openEntryStore } from '#node/entries'
import { foundLeague, idOf, type Scribe } from '../../shared/logbook/scribe.ts'

const [path = '', ...rest] = process.argv.slice(2)
if (rest.length > 0) throw new Error('one path')
const opened = openEntryStore(path)
if (!opened.ok) throw new Error(opened.message)
const scribe: Scribe = foundLeague('Ada')
await opened.store.add(scribe.said)
for (let said = 0; ; ) {
  const batch = Array.from({ length: 7 }, () =>
    scribe.say('note', idOf(16, 'n', said++), { text: 'x'.repeat(2_000) }),
  )
  await opened.store.add(batch, 'strict')
  process.stdout.write(`${batch.at(-1)!.entry.seq}\n`)
}

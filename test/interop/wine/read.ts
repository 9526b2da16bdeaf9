/**
 * Windows process: our own source reads what the other process publishes, until that is gone; what it drained goes to
 * the file given as the first argument. Ends by itself after the milliseconds given as the second.
 */
import { writeFileSync } from 'node:fs'
import { createMemorySource } from '#rig-bridge/sources'
import { eventsToBytes, type SimEvent, type SourceState } from '#shared/sim'
import { PREFIX } from './model.ts'

const [out = '', forMs = '0'] = process.argv.slice(2)
const source = createMemorySource({ prefix: PREFIX })
await source.start()
console.log('reading')
const events: SimEvent[] = []
const states: SourceState[] = []
const deadlineMs = performance.now() + Number(forMs)
const cpu = process.cpuUsage()
const startMs = performance.now()
const isGone = (): boolean => events.some(({ kind }) => kind === 'away')
/** The last thing it says of a game that has gone. */
const searchesAgain = (): boolean => isGone() && states.at(-1)?.kind === 'searching'
while (!searchesAgain() && performance.now() < deadlineMs) {
  await new Promise(resolve => setTimeout(resolve, 16))
  for (const event of source.drain()) events.push(event)
  const state = source.state()
  if (state.kind !== states.at(-1)?.kind) states.push(state)
}
const used = process.cpuUsage(cpu)
const spanMs = performance.now() - startMs
writeFileSync(out, eventsToBytes(events))
const cpuShare = (used.user + used.system) / 1000 / spanMs
console.log(JSON.stringify({ counts: source.counts(), states, cpuShare, platform: process.platform }))
await source.stop()
process.exit(0)

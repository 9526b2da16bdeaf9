/** Starts a relay: reads what it was told, puts the parts together, says where to go, stops on a signal. */
import { loadSettings, readConfigFile, tableToHelp } from '#node/config'
import { createLog, openLogPlace } from '#node/log'
import { EXIT_WRONG_USE, endWithLine, readVersion, stopOnSignals, surviveClosedOutputs } from '#node/program'
import { RELAY_HELP, RELAY_SETTINGS } from './settings.ts'
import { startRelay } from './start.ts'
import { welcomeLines } from './words.ts'

const PROGRAM = 'paddock relay'

/** Running requests get this long to finish; the second after it is for closing what they used. */
const GRACE_MS = 9_000
const STOP_WITHIN_MS = 10_000

const main = async (): Promise<void> => {
  surviveClosedOutputs()
  const version = readVersion()
  const loaded = loadSettings(RELAY_SETTINGS, {
    argv: process.argv.slice(2),
    env: process.env,
    readFile: readConfigFile,
  })
  if (loaded.kind === 'help') return void process.stdout.write(tableToHelp(RELAY_SETTINGS, RELAY_HELP))
  if (loaded.kind === 'version') return void process.stdout.write(`${version}\n`)
  if (loaded.kind === 'wrong')
    return endWithLine(EXIT_WRONG_USE, PROGRAM, `${loaded.message} All flags: npm start -- --help`)
  const { settings } = loaded

  const place = openLogPlace(settings.logFile, process.stderr)
  if (!place.ok) return endWithLine(EXIT_WRONG_USE, PROGRAM, place.message)
  const log = createLog({ ...place, level: settings.logLevel, now: () => new Date() })
  // A promise somebody forgot concerns one request at most; the league's relay goes on without it.
  process.on('unhandledRejection', error => log.error('an error nobody handled', { error }))

  const started = await startRelay(settings, { version, log })
  if (!started.ok) return endWithLine(EXIT_WRONG_USE, PROGRAM, started.message)
  const { relay } = started

  stopOnSignals({
    stop: async () => {
      await relay.stop(GRACE_MS)
      log.info('stopped')
    },
    limitMs: STOP_WITHIN_MS,
    onStopping: signal => log.info('stopping, running requests may finish', { signal }),
    onUnfinished: error => log.warn('not everything stopped in time', { error }),
  })
  process.stdout.write(`${welcomeLines(relay, settings).join('\n')}\n`)
}

await main()

/** Starts a rig-bridge: reads what it was told, puts the parts together, says where to go, stops on a signal. */
import { loadSettings, readConfigFile, tableToHelp } from '#node/config'
import { createLog, openLogPlace } from '#node/log'
import { EXIT_WRONG_USE, endWithLine, readVersion, stopOnSignals, surviveClosedOutputs } from '#node/program'
import { RIG_HELP, RIG_SETTINGS, settingsToProblem } from './settings.ts'
import { startRig } from './start.ts'
import { codeLine, pairedLine, welcomeLines } from './words.ts'

const PROGRAM = 'paddock rig-bridge'

/** Running requests get this long to finish; laps and the journal are closed before. */
const GRACE_MS = 2_000
const STOP_WITHIN_MS = 10_000

const say = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`)

const main = async (): Promise<void> => {
  surviveClosedOutputs()
  const version = readVersion()
  const loaded = loadSettings(RIG_SETTINGS, {
    argv: process.argv.slice(2),
    env: process.env,
    readFile: readConfigFile,
  })
  if (loaded.kind === 'help') return void process.stdout.write(tableToHelp(RIG_SETTINGS, RIG_HELP))
  if (loaded.kind === 'version') return say(version)
  if (loaded.kind === 'wrong')
    return endWithLine(EXIT_WRONG_USE, PROGRAM, `${loaded.message} All flags: npm run rig -- --help`)
  const { settings } = loaded
  const problem = settingsToProblem(settings)
  if (problem !== null) return endWithLine(EXIT_WRONG_USE, PROGRAM, problem)

  const place = openLogPlace(settings.logFile, process.stderr)
  if (!place.ok) return endWithLine(EXIT_WRONG_USE, PROGRAM, place.message)
  const log = createLog({ ...place, level: settings.logLevel, now: () => new Date() })
  // A promise somebody forgot concerns one page at most; recording goes on without it.
  process.on('unhandledRejection', error => log.error('an error nobody handled', { error }))

  const showCode = (code: string, validMs: number): void => say(codeLine(code, validMs))
  const started = await startRig(settings, {
    version,
    log,
    showCode,
    onPaired: name => say(pairedLine(name)),
  })
  if (!started.ok) return endWithLine(EXIT_WRONG_USE, PROGRAM, started.message)
  const { rig } = started
  stopOnSignals({
    stop: async () => {
      await rig.stop(GRACE_MS)
      log.info('stopped')
    },
    limitMs: STOP_WITHIN_MS,
    onStopping: signal => log.info('stopping', { signal }),
    onUnfinished: error => log.warn('not everything stopped in time', { error }),
  })
  say(...welcomeLines(rig, settings))
}

await main()

/** What a relay can be told. */
import { fileURLToPath } from 'node:url'
import {
  choiceSetting,
  type HelpWords,
  LEAGUE_LINKS,
  LISTEN_HOST,
  LOG_FILE,
  listSetting,
  MDNS,
  optionalTextSetting,
  portSetting,
  RECORDINGS_GB,
  type SettingsOf,
  switchSetting,
  textSetting,
} from '#node/config'
import { LOG_LEVELS } from '#node/log'
import { HOME_PORT, LEAGUE_PORT, RELAY_PORT, RIG_PORT } from '#shared/api'

const BUILT_PAGE = fileURLToPath(new URL('../dist', import.meta.url))

export const RELAY_SETTINGS = {
  port: portSetting({ help: 'where the relay itself listens', fallback: RELAY_PORT }),
  host: LISTEN_HOST,
  allowHost: listSetting({
    placeholder: 'NAME,…',
    what: 'host names separated by commas',
    help: 'names a reverse proxy on this machine passes on',
  }),
  data: textSetting({
    placeholder: 'FOLDER',
    what: 'the path of a folder',
    help: 'where the relay keeps its data',
    fallback: './data',
  }),
  page: {
    ...textSetting({
      placeholder: 'FOLDER',
      what: 'the path of a folder',
      help: 'the built page',
      fallback: BUILT_PAGE,
    }),
    shownFallback: 'dist',
  },
  home: switchSetting({ help: `do not serve the page at http://localhost:${HOME_PORT}`, fallback: true }),
  homePort: portSetting({ help: 'where the page is served on this machine', fallback: HOME_PORT }),
  rigPort: portSetting({ help: "where this machine's rig-bridge listens", fallback: RIG_PORT }),
  league: LEAGUE_LINKS,
  p2pPort: portSetting({ help: "where it listens as a league's member, TCP and UDP", fallback: LEAGUE_PORT }),
  leagueGb: RECORDINGS_GB,
  name: optionalTextSetting({
    placeholder: 'NAME',
    what: 'a name',
    help: 'what the members of a league see of this relay',
  }),
  mdns: MDNS,
  logLevel: choiceSetting({ help: 'how much to log', choices: LOG_LEVELS, fallback: 'info' }),
  logFile: LOG_FILE,
} as const

export type RelaySettings = SettingsOf<typeof RELAY_SETTINGS>

export const RELAY_HELP: HelpWords = {
  usage: 'npm start --',
  about:
    'Starts a Paddock relay: serves the page on this machine, and is where a league meets. Your own laps live in\nyour browser, with or without a relay.',
  hasEnvironment: true,
}

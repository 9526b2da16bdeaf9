/** What a relay can be told. */
import { fileURLToPath } from 'node:url'
import {
  choiceSetting,
  type HelpWords,
  listSetting,
  optionalTextSetting,
  portSetting,
  type SettingsOf,
  switchSetting,
  textSetting,
  wholeNumberSetting,
} from '#node/config'
import { LOG_LEVELS } from '#node/log'
import { HOME_PORT, LEAGUE_PORT, RELAY_PORT, RIG_PORT } from '#shared/api'

const BUILT_PAGE = fileURLToPath(new URL('../dist', import.meta.url))

export const RELAY_SETTINGS = {
  port: portSetting({ help: 'where the relay itself listens', fallback: RELAY_PORT }),
  host: textSetting({
    placeholder: 'ADDRESS',
    what: 'an address of this machine, such as 0.0.0.0 for all of them',
    help: 'the address to listen on; 0.0.0.0 lets other machines in',
    fallback: '127.0.0.1',
  }),
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
  league: listSetting({
    placeholder: 'LINK,…',
    what: 'invitation links separated by commas',
    help: 'leagues to be a member of, by their invitation links; once is enough',
  }),
  p2pPort: portSetting({ help: "where it listens as a league's member, TCP and UDP", fallback: LEAGUE_PORT }),
  leagueGb: wholeNumberSetting({
    help: 'how many gigabytes of recordings to keep for leagues',
    min: 0,
    max: 100_000,
    fallback: 50,
  }),
  name: optionalTextSetting({
    placeholder: 'NAME',
    what: 'a name',
    help: 'what the members of a league see of this relay',
  }),
  mdns: switchSetting({ help: 'look for other programs of the league on this network', fallback: false }),
  logLevel: choiceSetting({ help: 'how much to log', choices: LOG_LEVELS, fallback: 'info' }),
  logFile: optionalTextSetting({
    placeholder: 'FILE',
    what: 'the path of a file',
    help: 'where to append the log, instead of the error output',
  }),
} as const

export type RelaySettings = SettingsOf<typeof RELAY_SETTINGS>

export const RELAY_HELP: HelpWords = {
  usage: 'npm start --',
  about:
    'Starts a Paddock relay: serves the page on this machine, and is where a league meets. Your own laps live in\nyour browser, with or without a relay.',
  hasEnvironment: true,
}

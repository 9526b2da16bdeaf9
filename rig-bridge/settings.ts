/** What a rig-bridge can be told. */
import { fileURLToPath } from 'node:url'
import {
  choiceSetting,
  type HelpWords,
  LOG_FILE,
  listSetting,
  optionalTextSetting,
  portSetting,
  type Setting,
  type SettingsOf,
  switchSetting,
  textSetting,
  wholeNumberSetting,
} from '#node/config'
import { LOG_LEVELS } from '#node/log'
import { GUEST_PORT, HOME_PORT, RELAY_PORT, RIG_PORT } from '#shared/api'
import { GAMES } from '#shared/sim'

const BUILT_PAGE = fileURLToPath(new URL('../dist', import.meta.url))

const ORIGIN_WORDS = 'origins such as https://league.example, separated by commas'

/** Spelled as a browser sends it: no path, no slash at the end, no default port, lower case. */
const isOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

const originsSetting = (help: string): Setting<readonly string[]> => {
  const list = listSetting({ placeholder: 'ORIGIN,…', what: ORIGIN_WORDS, help })
  return {
    ...list,
    read: text => {
      const read = list.read(text)
      return !read.ok || read.value.every(isOrigin) ? read : { ok: false, expected: ORIGIN_WORDS }
    },
  }
}

export const RIG_SETTINGS = {
  port: portSetting({
    help: 'where the rig-bridge itself listens, on this machine only',
    fallback: RIG_PORT,
  }),
  home: switchSetting({ help: `do not serve the page at http://localhost:${HOME_PORT}`, fallback: true }),
  homePort: portSetting({ help: 'where the page is served on this machine', fallback: HOME_PORT }),
  relayPort: portSetting({ help: "where this machine's relay listens", fallback: RELAY_PORT }),
  page: {
    ...textSetting({
      placeholder: 'FOLDER',
      what: 'the path of a folder',
      help: 'the built page',
      fallback: BUILT_PAGE,
    }),
    shownFallback: 'dist',
  },
  data: {
    ...optionalTextSetting({
      placeholder: 'FOLDER',
      what: 'the path of a folder',
      help: 'where laps wait until your page has them',
    }),
    shownFallback: 'in your own data folder',
  },
  allowOrigin: originsSetting('pages from elsewhere that may connect, once paired'),
  replay: optionalTextSetting({
    placeholder: 'FILE',
    what: 'the path of a recording',
    help: 'play a recording instead of reading a game',
  }),
  speed: wholeNumberSetting({
    help: 'how many times faster to play it; 0 is as fast as possible',
    min: 0,
    max: 1_000,
    fallback: 1,
  }),
  fake: choiceSetting({
    help: 'pretend that this game runs and drives, for trying things out',
    choices: ['off', ...GAMES],
    fallback: 'off',
  }),
  fakeSpeed: wholeNumberSetting({
    help: 'how many times faster a pretended game drives',
    min: 1,
    max: 100,
    fallback: 1,
  }),
  shmFolder: textSetting({
    placeholder: 'FOLDER',
    what: 'the path of a folder',
    help: "where Linux keeps the games' memory",
    fallback: '/dev/shm',
  }),
  shmPrefix: optionalTextSetting({
    placeholder: 'TEXT',
    what: 'a few letters',
    help: "what stands before the names of the games' memory",
  }),
  record: optionalTextSetting({
    placeholder: 'FILE',
    what: 'the path of a file',
    help: 'also write everything the game says to this file, to play it later',
  }),
  guest: switchSetting({
    help: 'show live numbers to phones and streams on your network',
    fallback: false,
  }),
  guestHost: textSetting({
    placeholder: 'ADDRESS',
    what: 'an address of this machine',
    help: 'the address guests use; 0.0.0.0 is all of them',
    fallback: '0.0.0.0',
  }),
  guestPort: portSetting({ help: 'the port guests use', fallback: GUEST_PORT }),
  guestName: listSetting({
    placeholder: 'NAME,…',
    what: 'host names separated by commas',
    help: 'other names guests know this machine by',
  }),
  forgetAll: switchSetting({ help: 'forget every paired page, then start', fallback: false }),
  logLevel: choiceSetting({ help: 'how much to log', choices: LOG_LEVELS, fallback: 'info' }),
  logFile: LOG_FILE,
} as const

export type RigSettings = SettingsOf<typeof RIG_SETTINGS>

export const RIG_HELP: HelpWords = {
  usage: 'npm run rig --',
  about:
    'Starts the rig-bridge beside your simulator: Assetto Corsa, Assetto Corsa Competizione or AC EVO. It shows live\ndata in your page, records every lap, and keeps the laps until your page has them.',
  hasEnvironment: true,
}

/** What cannot be wanted together, as one sentence; null when all is well. */
export const settingsToProblem = (settings: RigSettings): string | null => {
  if (settings.replay !== null && settings.fake !== 'off')
    return '--replay and --fake exclude each other, so nothing was started: leave one of them out.'
  return null
}

/** What several programs can be told in the same words. */
import {
  listSetting,
  optionalTextSetting,
  switchSetting,
  textSetting,
  wholeNumberSetting,
} from './settings.ts'

/** Loopback until somebody says otherwise. */
export const LISTEN_HOST = textSetting({
  placeholder: 'ADDRESS',
  what: 'an address of this machine, such as 0.0.0.0 for all of them',
  help: 'the address to listen on; 0.0.0.0 lets other machines in',
  fallback: '127.0.0.1',
})

export const LOG_FILE = optionalTextSetting({
  placeholder: 'FILE',
  what: 'the path of a file',
  help: 'where to append the log, instead of the error output',
})

export const LEAGUE_LINKS = listSetting({
  placeholder: 'LINK,…',
  what: 'invitation links separated by commas',
  help: 'leagues to be a member of, by their invitation links; once is enough',
})

export const RECORDINGS_GB = wholeNumberSetting({
  help: 'how many gigabytes of recordings to keep for leagues',
  min: 0,
  max: 100_000,
  fallback: 50,
})

export const MDNS = switchSetting({
  help: 'look for other programs of the league on this network',
  fallback: false,
})

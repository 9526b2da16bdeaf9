/**
 * `paddock peer`: a member of leagues without a page. It holds a copy of everything in them and gives it to the other
 * members, as the relay does, until it is stopped.
 */
import { hostname } from 'node:os'
import { createCommand } from '#cli/command'
import {
  choiceSetting,
  LISTEN_HOST,
  listSetting,
  MDNS,
  optionalTextSetting,
  portSetting,
  RECORDINGS_GB,
  textSetting,
} from '#node/config'
import { openDataFolder } from '#node/data-folder'
import { createLog, LOG_LEVELS } from '#node/log'
import { stopOnSignals } from '#node/program'
import { leagueToLine } from './peer-words.ts'

/** Entries come in batches; a line for each would say nothing. */
const SAY_AFTER_MS = 500
const STOP_WITHIN_MS = 10_000

export const peer = createCommand({
  name: 'peer',
  summary: 'be a member of leagues without a page: hold a copy, pass it on',
  about:
    'Joins leagues by their invitation links, keeps a copy of everything in them, and gives it to the other members\nuntil it is stopped. A link is needed once: what it joined, it is a member of at its next start too.',
  settings: {
    league: listSetting({
      placeholder: 'LINK,…',
      what: 'invitation links separated by commas',
      help: 'leagues to join, by their invitation links',
    }),
    data: textSetting({
      placeholder: 'FOLDER',
      what: 'the path of a folder',
      help: 'where to keep the copy, and the keys of this member',
      fallback: './paddock-peer',
    }),
    port: portSetting({ help: 'where to listen, TCP and UDP; 0 takes any', fallback: 0 }),
    host: LISTEN_HOST,
    gb: RECORDINGS_GB,
    name: optionalTextSetting({
      placeholder: 'NAME',
      what: 'a name',
      help: 'what the members of a league see of this one',
    }),
    mdns: MDNS,
    logLevel: choiceSetting({ help: 'how much to log', choices: LOG_LEVELS, fallback: 'warn' }),
  },
  run: async (settings, { print, resolvePath, version }) => {
    const folder = await openDataFolder(resolvePath(settings.data))
    if (!folder.ok) return { kind: 'failed', message: folder.message }
    const log = createLog({
      level: settings.logLevel,
      format: process.stderr.isTTY ? 'text' : 'json',
      now: () => new Date(),
      write: line => void process.stderr.write(line),
    })
    // libp2p takes a second to load; other commands do not need it.
    const { readInvitations, startMember } = await import('#node/league')
    const invitations = readInvitations(settings.league)
    if (!invitations.ok) return { kind: 'wrong', message: invitations.message }
    const started = await startMember({
      dataFolder: folder.path,
      invitations: invitations.value,
      host: settings.host,
      port: settings.port,
      isWebSocketBehindHttp: false,
      isRelay: false,
      usesMdns: settings.mdns,
      names: { person: settings.name ?? `Peer on ${hostname()}`, device: hostname() },
      version,
      capacityBytes: settings.gb * 1e9,
      log,
    })
    if (!started.ok) return { kind: 'failed', message: started.message }
    const { member } = started
    if ((await member.leagues()).length === 0) {
      await member.stop()
      return {
        kind: 'wrong',
        message: 'This member is in no league yet: give it an invitation with --league.',
      }
    }

    const said = new Map<string, string>()
    let due: NodeJS.Timeout | null = null
    const sayAll = async (): Promise<void> => {
      for (const view of await member.leagues()) {
        const line = leagueToLine(view)
        if (said.get(view.league) === line) continue
        said.set(view.league, line)
        print(`${line}\n`)
      }
    }
    const sayLater = (): void => {
      due ??= setTimeout(() => {
        due = null
        sayAll().catch(error => log.error('how the leagues stand could not be read', { error }))
      }, SAY_AFTER_MS)
    }
    print(`Reached at ${member.addresses().join(' or ')}. Stop with Ctrl+C.\n`)
    await sayAll()
    const stopHearing = member.onChange(sayLater)

    const stopped = Promise.withResolvers<void>()
    stopOnSignals({
      stop: async () => {
        stopHearing()
        if (due) clearTimeout(due)
        await member.stop()
        stopped.resolve()
      },
      limitMs: STOP_WITHIN_MS,
      onStopping: () => print('Stopping; everything received is kept.\n'),
      onUnfinished: error => log.warn('not everything stopped in time', { error }),
    })
    await stopped.promise
    return { kind: 'done' }
  },
})

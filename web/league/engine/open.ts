/** Puts the office together: loaded when a screen asks for it, or when this device keeps a league. */
import { createId } from '#shared/id'
import { createSignatures } from '#shared/logbook'
import { leadership, openTabChannel } from '#web/leader'
import { loadP2p, netClock, pagePlaceOf } from '#web/net'
import { library } from '#web/state'
import { createWebHashing, LIBRARY_NAME } from '#web/store'
import { loadLeagueWork } from '#web/workers'
import { CHANNEL_NAME } from '../channel-name.ts'
import type { Office } from '../office.ts'
import { readHomeAddresses, startLeading, startPageReach } from './leading/index.ts'
import { createOffice } from './office.ts'
import { createPageDocuments, createRooms, findSignalling } from './rooms/index.ts'
import { createSeat } from './seat.ts'

const fill = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => crypto.getRandomValues(bytes)

export const openOffice = async (): Promise<Office> => {
  const { createLeagueKeeper, createRechecker, createUpdateVetting } = await loadLeagueWork()
  const keeper = createLeagueKeeper(LIBRARY_NAME)
  const signatures = createSignatures(crypto.subtle)
  const settings = await library.now?.settings()
  const chosen = settings?.ok ? settings.value : null
  const channel = openTabChannel(CHANNEL_NAME)
  const onFault = (error: unknown): void => reportError(error)
  const homeAddresses = () => readHomeAddresses(location)
  const switches = { isPaused: chosen?.syncing === 'paused', isMetered: chosen?.connection === 'metered' }
  const documents = createPageDocuments({
    ...{ keeper, clock: netClock, tab: createId<'tab'>(fill) },
    vetting: createUpdateVetting(),
    // Tabs of another version may speak otherwise.
    channel: openTabChannel(`${CHANNEL_NAME} documents ${__PADDOCK_VERSION__}`),
  })

  const network = createSeat({
    leadership,
    channel: openTabChannel(`${CHANNEL_NAME} network`),
    newCall: () => createId<'call'>(fill),
    onFault,
    start: ({ hasReach }) =>
      startLeading({
        keeper,
        clock: netClock,
        signatures,
        documents,
        switches,
        onFault,
        random: fill,
        hashing: createWebHashing(crypto.subtle),
        programVersion: __PADDOCK_VERSION__,
        startReach: hasReach ? startPageReach : null,
        watchSessions: hasReach ? run => library.now?.watchSessions().subscribe(run) ?? (() => {}) : null,
        homeAddresses,
      }),
  })

  const rooms = createRooms({
    ...{ keeper, network, documents, signatures, clock: netClock },
    async me() {
      const me = await keeper.knownMe()
      return me.ok ? me.value : null
    },
    findSignalling: (standing, { addresses }) =>
      findSignalling({
        location,
        place: pagePlaceOf(location),
        addresses: [...addresses, ...standing.addresses],
      }),
  })

  return createOffice({
    enterRoom: rooms.enterRoom,
    // Loaded, not started: nothing is sent. What fails here fails again when it is needed, and says so then.
    prepareReach: () => void loadP2p().catch(() => {}),
    keeper,
    network,
    rechecker: createRechecker(),
    clock: netClock,
    signatures,
    random: fill,
    joinPlace: `${location.origin}/join`,
    homeAddresses,
    tellTabs: () => channel?.post('changed'),
    onTabs: run => void channel?.listen(run),
    async keepSwitches({ isPaused, isMetered }) {
      await library.now?.setSetting('syncing', isPaused ? 'paused' : 'on')
      await library.now?.setSetting('connection', isMetered ? 'metered' : 'free')
    },
  })
}

/** How a league stands, in one line: who is connected, what is here, whether anything is missing. */
import type { LeagueView } from '#node/league'
import type { Route } from '#shared/sync'
import { formatBytes } from '#shared/units'

const ROUTES: Readonly<Record<Route, string>> = {
  here: 'on this machine',
  lan: 'on this network',
  direct: 'directly',
  relayed: 'through a relay',
  paired: 'by a pairing',
}

/** Names come from people: whatever steers a terminal is left out. */
const plain = (text: string): string => text.replace(/\p{C}/gu, '').slice(0, 80)

const peerToText = ({ governance, peers }: LeagueView, index: number): string => {
  const { device, person, route, entriesToReceive, entriesToSend, phase } = peers[index]!
  const member = governance?.members.find(each => each.person === person)
  const itsDevice = governance?.devices.find(each => each.device === device)
  const who = member ? `${plain(member.name)}${itsDevice ? ` (${plain(itsDevice.name)})` : ''}` : 'somebody'
  const moving = phase === 'level' ? '' : `, ${entriesToReceive} to receive, ${entriesToSend} to send`
  return `${who} ${ROUTES[route]}${moving}`
}

export const leagueToLine = (view: LeagueView): string => {
  const { league, governance, isMember, entries, bytes, peers, missingBlobs } = view
  const name = governance ? plain(governance.name) : `League ${league.slice(0, 8)}…`
  const connected =
    peers.length === 0
      ? 'nobody is connected'
      : `connected to ${peers.map((_, index) => peerToText(view, index)).join('; ')}`
  const isLevel = peers.length > 0 && peers.every(({ phase }) => phase === 'level')
  const standing = governance && !isMember ? ' An admin has yet to let this member in.' : ''
  const recordings = missingBlobs === 0 ? '' : `, ${missingBlobs} recordings not here yet`
  return `${name}: ${connected}. ${entries} entries (${formatBytes(bytes)})${recordings}${isLevel ? ', level' : ''}.${standing}`
}

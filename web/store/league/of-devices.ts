/**
 * Leagues of my devices, the one that has most of them first. There are two where a device was used alone, or came back by
 * its recovery words, before it was linked to the others: only what is said in theirs reaches them.
 */
import type { IdentityKeeping } from './identity.ts'
import type { Replicas } from './replicas.ts'
import type { LeagueRow } from './rows.ts'

interface DevicesParts {
  readonly identity: Pick<IdentityKeeping, 'knownIdentity'>
  readonly replicas: Replicas
}

const devicesIn = async ({ identity, replicas }: DevicesParts, { id }: LeagueRow): Promise<number> => {
  const [me, { replica }] = [await identity.knownIdentity(), await replicas.open(id)]
  const person = me.ok ? me.value?.person : null
  const devices = (await replica.governance())?.devices ?? []
  return devices.filter(device => device.person === person && !device.revoked).length
}

export const leaguesOfDevices = async (
  parts: DevicesParts,
  all: readonly LeagueRow[],
): Promise<readonly LeagueRow[]> => {
  const mine = all.filter(({ use }) => use === 'devices')
  if (mine.length < 2) return mine
  const counted: { readonly row: LeagueRow; readonly count: number }[] = []
  for (const row of mine) counted.push({ row, count: await devicesIn(parts, row) })
  return counted.sort((a, b) => b.count - a.count || a.row.joinedAt - b.row.joinedAt).map(({ row }) => row)
}

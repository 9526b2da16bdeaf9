/** Pages that only shared a relay come to be connected with each other, and go on when it stops. */
import { describe, expect, test } from 'vitest'
import { NEIGHBOURS } from '#shared/sync'
import { createTown, type Resident, type Town } from './town.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

const write = (resident: Resident, about: string) =>
  resident.replica.write({ kind: 'car', id: '01'.repeat(16), body: null }).then(() => about)

/** As groups of those who are connected with each other, over others too. */
const groupsOf = (residents: readonly Resident[]): number => {
  const left = new Set(residents.map(({ name }) => name))
  let groups = 0
  while (left.size > 0) {
    groups++
    const next = [[...left][0]!]
    for (let name = next.pop(); name; name = next.pop()) {
      if (!left.delete(name)) continue
      next.push(...residents.find(each => each.name === name)!.friends())
    }
  }
  return groups
}

const areAllFriends = (town: Town): boolean =>
  town.residents.every(({ friends }) => friends().length === town.residents.length - 1)

describe('members of a league', () => {
  test('who share a relay are connected directly, and what one writes reaches the others after it stopped', async () => {
    const town = await createTown(['ann', 'ben', 'cleo'])
    const [ann, ben, cleo] = ['ann', 'ben', 'cleo'].map(town.open) as [Resident, Resident, Resident]
    const { clock } = town.world
    expect(await clock.until(() => areAllFriends(town), 10 * SECOND)).toBe(true)
    for (const page of [ann, ben, cleo])
      expect(
        page.mesh
          .peers()
          .map(({ route }) => route)
          .sort(),
      ).toEqual(['direct', 'direct', 'lan'])

    await town.stopRelay()
    await write(ben, 'after')
    expect(await clock.until(() => town.areAlike(), SECOND)).toBe(true)
    expect(cleo.friends()).toEqual(['ann', 'ben'])
  })

  test('of whom two hear of each other dial once', async () => {
    const town = await createTown(['ann', 'ben'])
    const [ann, ben] = ['ann', 'ben'].map(town.open) as [Resident, Resident]
    await town.world.clock.pass(MINUTE)
    expect(ann.dials.length + ben.dials.length).toBe(1)
  })

  test('are neighbours of a few in a larger league, and none is cut off without the relay', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `page-${index}`)
    const town = await createTown(names)
    const { clock } = town.world
    for (const name of names) {
      town.open(name)
      await clock.pass(SECOND)
    }
    const pages = town.residents.filter(({ name }) => name !== 'relay')
    await clock.until(() => pages.every(({ friends }) => friends().length >= NEIGHBOURS), 5 * MINUTE)
    await town.stopRelay()
    await clock.pass(SECOND)
    expect(groupsOf(pages)).toBe(1)
    const degrees = pages.map(({ friends }) => friends().length)
    expect(Math.max(...degrees)).toBeLessThanOrEqual(3 * NEIGHBOURS)
    expect(Math.max(...pages.map(({ dials }) => dials.length))).toBeLessThanOrEqual(2 * NEIGHBOURS)
  })
})

/** Addresses of leagues and invitations, and what they mean. */
import { expect, test } from 'vitest'
import type { LeagueId } from '#shared/logbook'
import { hrefs, urlToRoute } from '#web/route'

const ID = 'ab'.repeat(32) as LeagueId
const routeOf = (href: string) => urlToRoute(new URL(href, 'http://localhost:7420'))

test('a league has its leaderboard and its people', () => {
  expect(routeOf(hrefs.leagues())).toEqual({ place: 'league', league: null, section: null })
  expect(routeOf(hrefs.leagues('sync'))).toEqual({ place: 'league', league: null, section: 'sync' })
  expect(routeOf(hrefs.league(ID))).toMatchObject({ place: 'league', league: ID, view: 'board' })
  const people = routeOf(hrefs.league(ID, 'people'))
  expect(people).toMatchObject({ place: 'league', league: ID, view: 'people' })
  const wet = routeOf(hrefs.league(ID, 'board', 'road=wet'))
  expect(wet.place === 'league' && wet.league && wet.details.get('road')).toBe('wet')
})

test.for([
  '/league/spa',
  `/league/${ID.toUpperCase()}`,
  `/league/${ID}/cars`,
  `/league/${ID}/people/1`,
])('%s leads nowhere', href => {
  expect(routeOf(href)).toEqual({ place: 'nowhere' })
})

test('an invitation keeps its secret behind the #, whatever page it was made on', () => {
  const href = hrefs.join(' https://relay.example/join#secret-0 ')
  expect(href).toBe('/join#secret-0')
  expect(hrefs.join('secret-0')).toBe('/join#secret-0')
  expect(routeOf(href)).toEqual({ place: 'join', link: 'http://localhost:7420/join#secret-0' })
  expect(routeOf('/join')).toEqual({ place: 'join', link: null })
  expect(routeOf('/join/secret')).toEqual({ place: 'nowhere' })
})

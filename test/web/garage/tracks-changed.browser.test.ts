/** A track and its layouts changed by a person: described, known, merged, timed anew; each deed undone. */
import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { hrefs, router } from '#web/route'
import Tracks from '../../../web/screens/garage/tracks/Tracks.svelte'
import { expectAccessible } from '../desk/tables/stage.svelte.ts'
import { unwrap } from '../store/support.ts'
import { showTab } from './stage-tab.svelte.ts'
import { driveSamples, fillTracks } from './tracks-filled.ts'
import { button, field, PATIENT, showSpa, undo, until } from './tracks-pressed.ts'

describe('a track', () => {
  test('is named, placed and noted in one deed that can be undone', async () => {
    const { library, tracks } = await fillTracks()
    const { says } = await showTab(Tracks, library, hrefs.garage('tracks', tracks.monza))
    await says('Italy')
    await button('Edit').click()
    await field('Name').fill('')
    await button('Save').click()
    await says('A track needs a name.')
    await field('Name').fill('Monza by night')
    await page.getByRole('combobox', { name: 'Country' }).selectOptions('Austria')
    await field('Notes').fill('Gate opens at eight.')
    await button('Save').click()
    await says('Austria')
    await says('Gate opens at eight.')
    await undo()
    await says('Italy')
    const [monza] = unwrap(await library.listTracks()).filter(({ track }) => track.id === tracks.monza)
    expect(monza!.track.name).toBe('Monza')
  })

  test('is said to be a known one, or none', async () => {
    const filled = await fillTracks()
    const { says } = await showSpa(filled)
    await says('Known as')
    await button(/This is the known track/).click()
    await button('None of these').click()
    await says('Not one of the known tracks')
    await says('Country not said')
    await button(/This is the known track/).click()
    await field('Search').fill('suzuka')
    await button(/^Suzuka/)
      .first()
      .click()
    await says('Japan')
  })

  test('is merged into another after it was said what moves, and comes back', async () => {
    const filled = await fillTracks()
    const { says } = await showTab(Tracks, filled.library, hrefs.garage('tracks', filled.tracks.monza))
    await says('Italy')
    await button('Merge into another').click()
    await page.getByRole('radio', { name: /Spa/ }).click()
    await says('1 layout, 1 session and 4 laps move to Spa-Francorchamps.')
    await expectAccessible(document.querySelector('dialog')!)
    await button('Merge').click()
    await says('Also called Monza')
    await says('Endurance pits')
    expect(router.route).toMatchObject({ id: filled.tracks.spa })
    await undo()
    await until(async () => expect(unwrap(await filled.library.listTracks())).toHaveLength(2))
  })

  test('has layouts with a name and a length, written in the units of the reader', async () => {
    const filled = await fillTracks()
    const { says } = await showSpa(filled, { layout: filled.layouts.endurance })
    await says('2:20.800')
    await button('Edit layout').click()
    await field('Length, km').fill('far')
    await button('Save').click()
    await says('A length is a number above zero')
    await field('Length, km').fill('6,985')
    await field('Name').fill('Endurance')
    await button('Save').click()
    await says('6.985')
    await undo()
    await says('not known')
  })

  test('has its layouts merged: sessions move and are timed anew there', { timeout: 60_000 }, async () => {
    const { library } = await fillTracks()
    const [first, second] = await driveSamples(library, 2)
    const sample = unwrap(await library.listTracks()).find(({ track }) => track.name === 'Kestrel Heath')!
    const [full] = sample.layouts
    const gates = full!.gateVersions[0]!
    const again = unwrap(
      await library.ensurePlace({
        origin: 'sample',
        privacy: 'device',
        track: { name: sample.track.name, country: null },
        layout: { name: 'Again', lengthM: null, frame: full!.frame },
        gates: {
          startFinish: gates.startFinish,
          finish: null,
          sectors: gates.sectors,
          origin: 'Drawn by hand',
        },
      }),
    )
    unwrap(await library.editSessions([second!], { layoutId: again.layout.id }))
    const before = unwrap(await library.session(first!)).laps.length
    const href = hrefs.garage('tracks', sample.track.id, { layout: again.layout.id })
    const { says } = await showTab(Tracks, library, href)
    await button('Merge into another layout').click()
    await page.getByRole('radio', { name: /Full circuit/ }).click()
    await says('1 session with')
    await button('Merge').click()
    await until(
      () => expect(document.querySelector('dialog')?.textContent).toContain('1 session was timed anew.'),
      PATIENT,
    )
    await button('Done').click()
    const moved = unwrap(await library.session(second!))
    expect(moved.layout?.id).toBe(full!.id)
    expect(moved.laps.every(({ timing }) => timing.by !== 'gates' || timing.layoutId === full!.id)).toBe(true)
    expect(moved.laps.length).toBeGreaterThanOrEqual(before - 2)
    expect(unwrap(await library.bestsOf({ layoutId: full!.id }))).toHaveLength(2)
  })

  test('lists what could not be timed after layouts were merged, and lets it be undone', {
    timeout: 60_000,
  }, async () => {
    const { library, ...filled } = await fillTracks()
    const { says } = await showSpa({ library, ...filled }, { layout: filled.layouts.endurance })
    await button('Merge into another layout').click()
    await page.getByRole('radio', { name: /Grand Prix/ }).click()
    await button('Merge').click()
    await until(
      () => expect(document.querySelector('dialog')?.textContent).toContain('could not be timed there'),
      PATIENT,
    )
    await button('Done').click()
    await says('Laps 24')
    await undo()
    await until(async () =>
      expect(unwrap(await library.bestsOf({ layoutId: filled.layouts.endurance }))).toHaveLength(1),
    )
  })
})

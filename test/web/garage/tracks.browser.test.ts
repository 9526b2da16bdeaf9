/** The tracks of a real library: listed, drawn, compared under one filter; their progress, their lines. */
import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { hrefs } from '#web/route'
import { library as open } from '#web/state'
import Tracks from '../../../web/screens/garage/tracks/Tracks.svelte'
import { expectAccessible, expectFits } from '../desk/tables/stage.svelte.ts'
import { openTestLibrary, unwrap } from '../store/support.ts'
import { showTab } from './stage-tab.svelte.ts'
import { driveSamples, fillTracks } from './tracks-filled.ts'
import { button, choice, link, names, PATIENT, part, showSpa, until } from './tracks-pressed.ts'

describe('the list of tracks', () => {
  test('says country, length, how much was driven and the best of each layout', async () => {
    const { library, layouts, tracks } = await fillTracks()
    const { root, says } = await showTab(Tracks, library, hrefs.garage('tracks'))
    await says('Italy')
    const rows = [...root.querySelectorAll('.tracks tbody tr')].map(row =>
      row.textContent!.replace(/\s+/g, ' '),
    )
    // The latest driven first; the country of a known place is known although nobody wrote it.
    expect(rows[0]).toContain('Monza')
    expect(rows[1]).toContain('Spa-Francorchamps')
    expect(rows[1]).toContain('Belgium')
    expect(rows[1]).toContain('7.004km')
    expect(rows[1]).toContain('2:18.900')
    expect(rows[2]).toContain('Endurance pits')
    expect(rows[2]).toContain('2:20.800')
    expect(rows[2]).toContain('not known')
    const hrefOf = (row: number) =>
      root.querySelectorAll('.tracks tbody tr')[row]!.querySelector('a')!.getAttribute('href')
    expect(hrefOf(1)).toBe(hrefs.garage('tracks', tracks.spa))
    expect(hrefOf(2)).toBe(hrefs.garage('tracks', tracks.spa, { layout: layouts.endurance }))
  })

  test('is searched by country and sorted by pressing a column', async () => {
    const { library } = await fillTracks()
    const { root, says } = await showTab(Tracks, library, hrefs.garage('tracks'))
    await says('2 tracks')
    await button('Track').click()
    expect(names(root)[0]).toMatch(/^Monza/)
    await button('Track').click()
    expect(names(root)[0]).toMatch(/^Spa/)
    await page.getByRole('searchbox').fill('belg')
    await says('1 of 2')
    expect(names(root)).toHaveLength(1)
    await page.getByRole('searchbox').fill('')
    await button('Last driven').click()
  })

  test('says which tracks a sample invented, and draws them when they are seen', {
    timeout: 60_000,
  }, async () => {
    const { library } = await fillTracks()
    await driveSamples(library, 1)
    const { root, says } = await showTab(Tracks, library, hrefs.garage('tracks'))
    await says('3 tracks')
    await until(() => expect(root.querySelectorAll('.drawing path:not(.none)').length).toBe(1), PATIENT)
    const sample = [...root.querySelectorAll('.tracks tbody')].find(each =>
      each.textContent!.includes('Sample'),
    )
    expect(sample?.textContent).toContain('Kestrel Heath')
  })

  test('of an empty library says what will be here', async () => {
    const { says } = await showTab(Tracks, await openTestLibrary(), hrefs.garage('tracks'))
    await says('Your tracks will be here')
    expect(link('Import a file').element().getAttribute('href')).toBe(hrefs.import())
  })
})

describe('the bests of a layout', () => {
  test('say the best lap, what the best sectors add up to, and the last session beside it', async () => {
    const { root, says } = await showSpa(await fillTracks())
    await says('2:18.900')
    const bests = part(root, 'Bests')
    // Sectors of four sessions: the porsche had the best second.
    expect(bests).toContain('Sector 10:41.200')
    expect(bests).toContain('Sector 20:57.200')
    expect(bests).toContain('Sector 30:40.000')
    expect(bests).toContain('Sectors together2:18.400')
    expect(bests).toContain('+0.400')
    expect(root.textContent).toContain('−0.500 s on the best lap')
  })

  test('count under one filter that is in the address', async () => {
    const filled = await fillTracks()
    const { root, says } = await showSpa(filled)
    await says('2:18.900')
    await choice('Driver').selectOptions('Ada')
    await until(() => expect(part(root, 'Side by side')).toContain('Porsche 992 GT3 R'))
    expect(part(root, 'Side by side')).not.toContain('Ferrari')
    expect(part(root, 'Bests')).toContain('2:19.000')
    expect(part(root, 'Progress')).toContain('One session so far')
    expect(location.search).toContain(`driver=${filled.drivers.ada}`)
    await button('Count all').click()
    await says('2:18.900')
    await choice('Conditions').selectOptions('Wet')
    await until(() => expect(part(root, 'Bests')).toContain('2:35.000'))
  })

  test('stand side by side by what is asked, fastest first, each the way to its lap', async () => {
    const { root, says } = await showSpa(await fillTracks())
    await says('Porsche 992 GT3 R')
    const rows = () =>
      [...root.querySelectorAll('section[aria-labelledby=side-title] tbody tr')].map(row =>
        row.textContent!.replace(/\s+/g, ' ').trim(),
      )
    expect(rows()[0]).toContain('Ferrari 296 GT3')
    expect(rows()[1]).toContain('+0.100')
    await page.getByRole('radio', { name: 'Conditions' }).click({ force: true })
    await until(() => expect(rows()).toHaveLength(3))
    expect(rows()[0]).toContain('not said')
    expect(rows()[2]).toMatch(/^Wet/)
    expect(root.querySelector('section[aria-labelledby=side-title] tbody a')!.getAttribute('href')).toContain(
      '?lap=',
    )
  })

  test('say how many laps do not count, one click from each with its reason', async () => {
    const filled = await fillTracks()
    const { root, says } = await showSpa(filled)
    await says('10 laps do not count')
    expect(
      [...root.querySelectorAll('button')].filter(each => each.textContent!.includes('do not count')),
    ).toHaveLength(4)
    await button(/do not count/)
      .first()
      .click()
    await says('The recording says: Four wheels off.')
    await says('It left the pits')
    const listed = () => document.querySelectorAll('dialog li').length
    await until(() => expect(listed()).toBe(10))
    await expectAccessible(document.querySelector('dialog')!)
    // Another word of a person changes the list while it is open.
    const { laps } = unwrap(await filled.library.session(filled.sessions[4]!))
    const lap = laps.find(({ validity }) => !validity.valid)!
    unwrap(await filled.library.editLaps([lap.id], { mark: { kind: 'valid' } }))
    await until(() => expect(listed()).toBe(9))
  })

  test('say so while they are still being put together', async () => {
    const { says, text } = await showSpa(await fillTracks())
    await says('2:18.900')
    expect(text()).not.toContain('after an update')
    open.isDeriving = true
    await says('after an update')
    open.isDeriving = false
  })

  test('of a track that is gone say so and lead back', async () => {
    const { library } = await fillTracks()
    const { says } = await showTab(Tracks, library, hrefs.garage('tracks', 'f'.repeat(32) as never))
    await says('no longer in the garage')
    expect(link('All tracks').element().getAttribute('href')).toBe('/garage/tracks')
  })
})

describe('progress', () => {
  test('is said in a sentence, drawn, and walked through by key', async () => {
    const { root, says } = await showSpa(await fillTracks())
    await says('Best of 4 sessions: 2:18.900')
    expect(part(root, 'Progress')).toContain('−1.600 s on the first session')
    expect(part(root, 'Progress')).toContain('Personal best, by 0.700 s')
    expect(root.querySelectorAll('figure .personal').length).toBeGreaterThan(2)
    const slider = page.getByRole('slider', { name: 'Session shown' })
    expect(slider.element().getAttribute('aria-valuetext')).toContain('2:18.900')
    ;(slider.element() as HTMLElement).focus()
    await userEvent.keyboard('{Home}')
    await says('First time here')
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    await says('+15.400 s on the personal best')
  })

  test('is of one driver at a time', async () => {
    const { says } = await showSpa(await fillTracks())
    await says('Best of 4 sessions')
    await page.getByRole('combobox', { name: 'Driver shown' }).selectOptions('Ada')
    await says('One session so far: the best lap is 2:19.000')
  })

  test('has its values as a table', async () => {
    const { root, says } = await showSpa(await fillTracks())
    await says('Best of 4 sessions')
    await page.getByText('Values as a table').click()
    expect(root.querySelectorAll('details tbody tr')).toHaveLength(4)
    expect(root.querySelector('details tbody tr')!.textContent).toContain('2 of 4')
  })
})

describe('the lines', () => {
  test('say from when and what they are, and how many laps were timed at them', async () => {
    const { root, says } = await showSpa(await fillTracks())
    await says('20 laps')
    const lines = part(root, 'Lines laps are timed at')
    expect(lines).toContain('Version 1')
    expect(lines).toContain('in force')
    expect(lines).toContain('Drawn by hand')
    expect(lines).toContain('2 sector lines')
    expect(lines).toContain('there is none here')
  })

  test('and the corners of a layout with traces are drawn, and edited on the desk', {
    timeout: 60_000,
  }, async () => {
    const { library } = await fillTracks()
    await driveSamples(library, 2)
    const sample = unwrap(await library.listTracks()).find(({ track }) => track.name === 'Kestrel Heath')!
    const { root, says } = await showTab(Tracks, library, hrefs.garage('tracks', sample.track.id))
    await until(() => expect(root.querySelector('svg .road')).not.toBeNull(), PATIENT)
    await says('T1')
    expect(root.querySelectorAll('svg .line').length).toBe(3)
    expect(link('Move the lines').element().getAttribute('href')).toMatch(/^\/desk\?laps=.*#lines$/)
    expect(link('Edit corners').element().getAttribute('href')).toMatch(/#corners$/)
    await button('Put it together').click()
    await says('pieces from the best laps')
    expect(root.querySelectorAll('section[aria-labelledby=optimal-title] li').length).toBeGreaterThan(0)
    expect(
      link(/on the desk/)
        .first()
        .element()
        .getAttribute('href'),
    ).toMatch(/^\/desk\?laps=/)
  })
})

const LOOKS = [
  { width: 390, theme: 'dark', language: 'en' },
  { width: 390, theme: 'light', language: 'de' },
  { width: 1440, theme: 'dark', language: 'de' },
  { width: 1440, theme: 'light', language: 'en' },
  { width: 1440, theme: 'contrast', language: 'en' },
] as const

test.for(['tracks', 'track'])('the page of %s looks right', { timeout: 60_000 }, async name => {
  const { library, tracks } = await fillTracks()
  await driveSamples(library, 1)
  for (const { width, theme, language } of LOOKS) {
    const href = name === 'tracks' ? hrefs.garage('tracks') : hrefs.garage('tracks', tracks.spa)
    const { root, says, leave } = await showTab(Tracks, library, href, {
      width,
      theme,
      language,
      height: 1400,
    })
    await says('2:18.900')
    await document.fonts.ready
    await expectAccessible(root)
    expectFits()
    const path = `../../../test-output/screenshots/garage-${name}-${width}-${theme}.png`
    await page.screenshot({ element: root, path })
    await leave()
  }
})

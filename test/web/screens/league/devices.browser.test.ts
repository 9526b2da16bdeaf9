/** My devices: linking by codes and words, removing, recovery words, backup and restore. */
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { Me, Office, PairingWords } from '#web/league'
import { hrefs } from '#web/route'
import DevicesPart from '../../../../web/screens/settings/DevicesPart.svelte'
import { askedPlaces } from '../../../../web/screens/settings/devices/asked-places.ts'
import { expectAccessible, expectFits } from '../../desk/tables/stage.svelte.ts'
import { show, WAIT } from './show.ts'
import { DETAIL, ME } from './test-league.ts'
import { openTestOffice, RECOVERY_WORDS } from './test-office.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const until = (check: () => unknown) => vi.waitFor(check, WAIT)
const askedFor = (office: { asked: readonly (readonly unknown[])[] }, method: string) =>
  office.asked.find(([name]) => name === method)?.slice(1)
const HERE = hrefs.settings('devices')
const FOUR = ['amber', 'canyon', 'river', 'window']

const wordsOf = (changes: Partial<PairingWords> = {}): PairingWords => ({
  words: FOUR,
  confirm: async () => ({ ok: true, value: null }),
  deny: () => {},
  ...changes,
})

test('my devices are named with where each is, and the names change', async () => {
  const office = openTestOffice()
  const { root, says } = await show(DevicesPart, HERE)
  await says('Here you are Sam on Sam’s laptop.')
  await says('Sam’s phone')
  const lines = [...root.querySelectorAll('li')].map(line => line.textContent!.replace(/\s+/g, ' ').trim())
  expect(lines[0]).toContain('Sam’s laptop this device')
  expect(lines[1]).toContain('Sam’s phone connected, paired by code')
  await button('Change names').click()
  await page.getByLabelText('Name of this device').fill('')
  await button('Save').click()
  await says('A name has between 1 and 80 letters.')
  await page.getByLabelText('Name of this device').fill('Pit laptop')
  await button('Save').click()
  await until(() =>
    expect(askedFor(office, 'rename')).toEqual([{ personName: 'Sam', deviceName: 'Pit laptop' }]),
  )
})

test('removing a device says what it cannot do', async () => {
  const office = openTestOffice()
  const { says } = await show(DevicesPart, HERE)
  await says('Sam’s phone')
  await button('Remove: Sam’s phone').click()
  await says('What is already on Sam’s phone cannot be erased from here.')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await until(() => expect(askedFor(office, 'revokeDevice')).toEqual([DETAIL.people[0]!.devices[1]!.device]))
})

test('a device without the key of its person cannot remove others and says where one can', async () => {
  openTestOffice({ watchMe: told<Me | null>({ ...ME, holdsPersonKey: false }) })
  const { says, text } = await show(DevicesPart, HERE)
  await says('Your key is kept on another of your devices')
  expect(text()).not.toContain('Backup file')
  await button('Remove: Sam’s phone').click()
  await says('This device cannot remove others')
  expect(document.querySelectorAll('dialog .danger')).toHaveLength(0)
})

const told =
  <T>(value: T) =>
  (listener: (value: T) => void) => {
    listener(value)
    return () => {}
  }

test('two screens: a code, an answer, four words, and both say yes', async () => {
  const accept = vi
    .fn()
    .mockResolvedValueOnce({ ok: false, message: 'This is not the other screen’s code.' })
    .mockResolvedValue({ ok: true, value: wordsOf() })
  const cancel = vi.fn()
  const offerPairing = vi.fn<Office['offerPairing']>(async () => ({
    ok: true,
    value: { code: 'OFFER-CODE', accept, cancel },
  }))
  openTestOffice({ offerPairing })
  const { root, says } = await show(DevicesPart, HERE)
  await button('Link another device').click()
  await expect.element(page.getByLabelText('Code for the other device')).toHaveValue('OFFER-CODE')
  expect(offerPairing).toHaveBeenCalledExactlyOnceWith({ kind: 'device' })
  await button('Connect').click()
  await says('Paste the code of the other device here first.')
  await page.getByLabelText('Code of the other device').fill(' WRONG ')
  await button('Connect').click()
  await says('This is not the other screen’s code.')
  expect(accept).toHaveBeenCalledExactlyOnceWith('WRONG')
  await button('Connect').click()
  await says('Do both screens show these four words?')
  expect([...root.querySelectorAll('ol li')].map(each => each.textContent)).toEqual(FOUR)
  await button('Yes, all four').click()
  await says('Connected.')
  await button('Close').click()
  expect(cancel).not.toHaveBeenCalled()
})

test('words that differ are denied, and nothing is connected', async () => {
  const deny = vi.fn()
  const words = wordsOf({ deny })
  openTestOffice({
    answerPairing: async () => ({
      ok: true,
      value: {
        code: 'ANSWER-CODE',
        asks: 'be-my-device',
        fromName: 'Kim’s laptop',
        words: Promise.resolve({ ok: true, value: words }),
        cancel: () => {},
      },
    }),
  })
  const { says } = await show(DevicesPart, HERE)
  await button('Answer a code').click()
  await page.getByLabelText('Code of the other device').fill('OFFER-CODE')
  await button('Read it').click()
  await says('Do both screens show these four words?')
  await button('No').click()
  expect(deny).toHaveBeenCalledOnce()
  await says('Nothing was connected and nothing was sent.')
})

test('an answer says what the other device asks before anything is agreed', async () => {
  const cancel = vi.fn()
  openTestOffice({
    answerPairing: async () => ({
      ok: true,
      value: {
        code: 'ANSWER-CODE',
        asks: 'be-my-device',
        fromName: 'Kim’s laptop',
        words: new Promise(() => {}),
        cancel,
      },
    }),
  })
  const { says } = await show(DevicesPart, HERE)
  await button('Answer a code').click()
  await page.getByLabelText('Code of the other device').fill('OFFER-CODE')
  await button('Read it').click()
  await says('Kim’s laptop wants this device to be one of its person’s own.')
  await expect.element(page.getByLabelText('Answer for the other device')).toHaveValue('ANSWER-CODE')
  await button('Cancel').click()
  await until(() => expect(cancel).toHaveBeenCalledOnce())
})

test('recovery words are shown once asked for, and three of them are asked', async () => {
  const office = openTestOffice()
  const { root, says, text } = await show(DevicesPart, HERE)
  await says('is a key that exists on this device only')
  await button('Recovery words').click()
  expect(text()).not.toContain('word1')
  await button('Show the words').click()
  await says('24word24')
  await button('I wrote them down').click()
  const fields = [...root.querySelectorAll<HTMLInputElement>('form input')]
  expect(fields).toHaveLength(3)
  for (const field of fields) {
    const number = /\d+/.exec(field.closest('label')!.textContent!)![0]
    await page.elementLocator(field).fill(`  WORD${number} `)
  }
  const last = page.elementLocator(fields[2]!)
  const right = fields[2]!.value
  await last.fill('other')
  await button('Check').click()
  await says('is another one. Look at your paper')
  expect(askedFor(office, 'confirmWords')).toBeUndefined()
  await last.fill(right)
  await button('Check').click()
  await until(() => expect(askedFor(office, 'confirmWords')).toEqual([RECOVERY_WORDS]))
})

test('asked words are different ones, in order', () => {
  for (let i = 0; i < 24; i++) {
    const places = askedPlaces(24, 3, bound => i % bound)
    expect(new Set(places).size).toBe(3)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  }
})

test('a backup file needs a passphrase that is long enough and typed twice', async () => {
  const office = openTestOffice()
  const { says } = await show(DevicesPart, HERE)
  await says('Backup file')
  await button('Backup file').click()
  await page.getByLabelText('Passphrase', { exact: true }).fill('short')
  await button('Save the file').click()
  await says('Use at least 12 letters')
  await page.getByLabelText('Passphrase', { exact: true }).fill('four wet slicks')
  await page.getByLabelText('The same again').fill('four wet slick')
  await button('Save the file').click()
  await says('The two are not the same.')
  await page.getByLabelText('The same again').fill('four wet slicks')
  await button('Save the file').click()
  await until(() => expect(askedFor(office, 'backupFile')).toEqual(['four wet slicks']))
  await says('Saved as paddock-keys.backup.')
})

test('words bring a person back; too few are counted', async () => {
  const office = openTestOffice()
  const { says } = await show(DevicesPart, HERE)
  await says('Restore')
  await button('Restore').click()
  await page.getByLabelText('The 24 words, in order').fill('one two three')
  await button('Restore').click()
  await says('There are 3 words here and it takes 24.')
  const words = Array.from({ length: 24 }, (_, i) => `w${String.fromCharCode(97 + i)}`)
  await page.getByLabelText('The 24 words, in order').fill(`1. ${words.join('\n2. ').toUpperCase()}`)
  await button('Restore').click()
  await until(() => expect(askedFor(office, 'restore')).toEqual([{ words }]))
  await says('Welcome back, Sam.')
})

test('my devices look right in every width and theme', async () => {
  openTestOffice({
    offerPairing: async () => ({
      ok: true,
      value: {
        code: 'A1B2'.repeat(100),
        accept: async () => ({ ok: true, value: wordsOf() }),
        cancel: () => {},
      },
    }),
  })
  for (const look of [
    { width: 390, height: 844, theme: 'dark', language: 'en' },
    { width: 390, height: 844, theme: 'light', language: 'de' },
    { width: 720, height: 900, theme: 'contrast', language: 'en' },
  ] as const) {
    const { root, says, leave } = await show(DevicesPart, HERE, look)
    root.style.padding = '16px'
    await says('Sam’s phone')
    await button(look.language === 'en' ? 'Link another device' : 'Weiteres Gerät verbinden').click()
    await expect.element(page.getByRole('textbox').first()).toBeVisible()
    await expectAccessible(root)
    expectFits()
    const name = `../../../../test-output/screenshots/devices-${look.width}-${look.theme}`
    await page.screenshot({ element: root, path: `${name}-offer.png` })
    await page.getByRole('textbox').last().fill('x')
    await button(look.language === 'en' ? 'Connect' : 'Verbinden').click()
    await says('window')
    await button(look.language === 'en' ? 'Recovery words' : 'Wiederherstellungswörter').click()
    await button(look.language === 'en' ? 'Show the words' : 'Wörter zeigen').click()
    await says('word24')
    await expectAccessible(root)
    expectFits()
    await page.screenshot({ element: root, path: `${name}-words.png` })
    await leave()
  }
})

import { expect, test } from 'vitest'
import { asEpochMillis, asMillis } from '#shared/units'
import { localeFor, sessionTime } from '../../../web/parts/dates/dates.ts'

test('dates follow the region of the reader where it speaks the language of the page', () => {
  expect(localeFor('en', ['de-AT', 'en-GB', 'en'])).toBe('en-GB')
  expect(localeFor('de', ['en-GB'])).toBe('de')
})

test('a browser that names an impossible region does not break the page', () => {
  expect(localeFor('en', ['en-US@posix'])).toBe('en')
  expect(() => new Intl.DateTimeFormat(localeFor('en', ['en-US@posix', '', 'e']))).not.toThrow()
})

test('a part of a recording began when its first stretch did', () => {
  const startedAt = asEpochMillis(Date.UTC(2026, 5, 6, 12))
  const span = (fromMin: number, toMin: number) => ({
    fromMs: asMillis(fromMin * 60_000),
    toMs: asMillis(toMin * 60_000),
  })
  const timeOf = (spans?: readonly ReturnType<typeof span>[]) =>
    sessionTime({ startedAt, utcOffsetMin: 120, ...(spans && { spans }) }, 'de')
  expect(timeOf()).toBe('14:00')
  expect(timeOf([span(25, 40), span(50, 60)])).toBe('14:25')
  expect(timeOf([span(-1440, 25)])).toBe('14:00')
})

import { expect, test } from 'vitest'
import { localeFor } from '../../../web/parts/dates/dates.ts'

test('dates follow the region of the reader where it speaks the language of the page', () => {
  expect(localeFor('en', ['de-AT', 'en-GB', 'en'])).toBe('en-GB')
  expect(localeFor('de', ['en-GB'])).toBe('de')
})

test('a browser that names an impossible region does not break the page', () => {
  expect(localeFor('en', ['en-US@posix'])).toBe('en')
  expect(() => new Intl.DateTimeFormat(localeFor('en', ['en-US@posix', '', 'e']))).not.toThrow()
})

import { describe, expect, test } from 'vitest'
import { apiErrorSchema, healthSchema, homeIdentitySchema, versionSchema } from '#shared/api'

describe('the contract of the relay', () => {
  test('health is ok and a whole number of seconds', () => {
    expect(healthSchema.parse({ status: 'ok', uptimeS: 12 })).toEqual({ status: 'ok', uptimeS: 12 })
    expect(healthSchema.safeParse({ status: 'ok', uptimeS: 1.5 }).success).toBe(false)
    expect(healthSchema.safeParse({ status: 'bad', uptimeS: 1 }).success).toBe(false)
  })

  test('a version says that it is a Paddock relay', () => {
    expect(versionSchema.safeParse({ paddock: 'relay', version: '0.1.0' }).success).toBe(true)
    expect(versionSchema.safeParse({ paddock: 'home', version: '0.1.0' }).success).toBe(false)
    expect(versionSchema.safeParse({ version: '0.1.0' }).success).toBe(false)
  })

  test('a later version may say more', () => {
    expect(versionSchema.parse({ paddock: 'relay', version: '9.0.0', league: 'x' })).toEqual({
      paddock: 'relay',
      version: '9.0.0',
    })
  })
})

describe('the identity of a home server', () => {
  test.each([
    [{ paddock: 'home', version: '0.1.0', pid: 12 }, true],
    [{ paddock: 'relay', version: '0.1.0', pid: 12 }, false],
    [{ paddock: 'home', version: '', pid: 12 }, false],
    [{ paddock: 'home', version: '0.1.0', pid: '12' }, false],
    [null, false],
    ['home', false],
  ])('%j fits: %s', (value, fits) => {
    expect(homeIdentitySchema.safeParse(value).success).toBe(fits)
  })
})

test('an error has a stable word and a sentence', () => {
  expect(apiErrorSchema.safeParse({ error: 'not-found', message: 'There is nothing here.' }).success).toBe(
    true,
  )
  expect(apiErrorSchema.safeParse({ error: 'Not Found', message: 'x' }).success).toBe(false)
  expect(apiErrorSchema.safeParse({ error: 'not-found', message: '' }).success).toBe(false)
})

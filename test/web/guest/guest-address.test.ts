import { describe, expect, test } from 'vitest'
import { readGuestAddress } from '../../../web/guest/guest-address.ts'

const read = (query: string, languages: readonly string[] = ['de-AT', 'en'], isLight = false) =>
  readGuestAddress(new URL(`http://192.168.1.20:7423/${query}`), {
    languages,
    isLight,
    spoken: ['en', 'de'],
  })

describe('a guest’s address', () => {
  test('says how it is looked at; what it does not say the device does', () => {
    expect(read('')).toEqual({
      view: 'board',
      isClear: false,
      theme: 'dark',
      units: 'metric',
      language: 'de',
    })
    expect(read('?view=overlay&background=clear&theme=contrast&units=imperial&language=en')).toEqual({
      view: 'overlay',
      isClear: true,
      theme: 'contrast',
      units: 'imperial',
      language: 'en',
    })
    expect(read('', ['en-US'], true)).toMatchObject({ theme: 'light', units: 'imperial', language: 'en' })
  })

  test('with nonsense in it is as if that were not there', () => {
    expect(read('?view=x&background=1&theme=__proto__&units=stone&language=constructor')).toEqual(read(''))
    expect(read('', [])).toMatchObject({ language: 'en', units: 'metric' })
  })
})

/** What the installed app says it opens is what Paddock reads. */
import { expect, test } from 'vitest'
import { READERS } from '#shared/formats'
import { manifest } from '../../../web/app/manifest.ts'

/** Of so many other things that the system should not offer Paddock for them. */
const TOO_COMMON = ['txt', 'log']
const endings = new Set(READERS.flatMap(reader => reader.extensions)).difference(new Set(TOO_COMMON))

test('the system offers Paddock for every ending a reader names, and for what goes with them', () => {
  const offered = manifest.file_handlers!.flatMap(({ accept }) => Object.values(accept).flat())
  for (const ending of endings) expect(offered).toContain(`.${ending}`)
  for (const ending of ['.ldx', '.rrk']) expect(offered).toContain(ending)
  for (const ending of TOO_COMMON) expect(offered).not.toContain(`.${ending}`)
  expect(new Set(offered).size).toBe(offered.length)
})

test('other apps can share the same files, also where the system knows no type for them', () => {
  const [files] = [manifest.share_target!.params.files!].flat()
  for (const ending of endings) expect(files!.accept).toContain(`.${ending}`)
  expect(files!.accept).toContain('application/octet-stream')
  expect(manifest.share_target).toMatchObject({
    action: '/import',
    method: 'POST',
    enctype: 'multipart/form-data',
  })
})

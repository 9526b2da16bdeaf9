/** The backup file: it opens with its passphrase and brings back everything; anything else is told apart and told plainly. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesToHex } from '#shared/id'
import {
  type Backup,
  type LeagueId,
  MAX_BACKUP_BYTES,
  personKeyOf,
  readBackup,
  type SubtleSealing,
  seedToWords,
  writeBackup,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { hexOf } from './sample-bodies.ts'
import { seedOf } from './scribe.ts'

const subtle = crypto.subtle as SubtleSealing
const fillRandom = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)

const backup: Backup = {
  seed: seedOf('Ada'),
  personName: 'Ada',
  at: asEpochMillis(1_772_358_000_000),
  leagues: [
    { league: hexOf('1', 32) as LeagueId, use: 'devices', name: 'My devices', link: null },
    { league: hexOf('2', 32) as LeagueId, use: 'league', name: 'Tuesdays', link: 'https://x.test/#join' },
  ],
}
const PASSPHRASE = 'Café au lait'

/** A thousandth of the true cost, so that many can be opened. */
const CHEAP = { logN: 6, p: 1 }

let file: Uint8Array<ArrayBuffer>
beforeAll(async () => {
  file = await writeBackup(backup, PASSPHRASE, subtle, fillRandom, CHEAP)
})

const kindOf = async (bytes: Uint8Array, passphrase = PASSPHRASE): Promise<string> => {
  const read = await readBackup(bytes, passphrase, subtle)
  if (read.ok) return 'opens'
  expect(read.message).toMatch(/nothing was restored; .+\.$/)
  return read.kind
}

const changedAt = (at: number, value: number): Uint8Array => file.with(at, value)
/** With the sum at its end made to fit again, as somebody who means harm would. */
const resummed = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const body = new Uint8Array(bytes.subarray(0, -8))
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', body)).subarray(0, 8)
  return Uint8Array.from([...body, ...sum])
}

test('a backup opens with its passphrase and makes the same person again', async () => {
  const dear = await writeBackup(backup, PASSPHRASE, subtle, fillRandom)
  expect([...dear.subarray(8, 11)]).toEqual([16, 8, 2])
  const read = await readBackup(dear, PASSPHRASE, subtle)
  expect(read).toEqual({ ok: true, backup })
  if (read.ok) expect(personKeyOf(read.backup.seed).person).toBe(personKeyOf(backup.seed).person)
})

test('a passphrase is the same however its accents are typed', async () => {
  expect(await kindOf(file, 'Cafe\u0301 au lait')).toBe('opens')
  expect(await kindOf(file, 'cafe au lait')).toBe('wrong-passphrase')
  expect(await kindOf(file, '')).toBe('wrong-passphrase')
})

test('it opens from the middle of a larger buffer', async () => {
  const larger = Buffer.concat([Buffer.alloc(7), file, Buffer.alloc(5)])
  expect(await kindOf(larger.subarray(7, 7 + file.length))).toBe('opens')
})

test('nothing of it can be read without the passphrase, and no two are alike', async () => {
  const text = Buffer.from(file).toString('latin1')
  for (const secret of ['Ada', 'Tuesdays', 'join', bytesToHex(backup.seed), seedToWords(backup.seed)[0]!]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(Buffer.from(secret, 'utf8').toString('hex'))
  }
  expect(text).not.toContain(Buffer.from(backup.seed).toString('latin1'))
  const again = await writeBackup(backup, PASSPHRASE, subtle, fillRandom, CHEAP)
  expect(again.subarray(16, 44)).not.toEqual(file.subarray(16, 44))
  expect(again.subarray(44, 60)).not.toEqual(file.subarray(44, 60))
})

describe('a file that does not open says why', () => {
  test('cut short anywhere, or with a bit changed anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), async end => {
        expect(await kindOf(file.subarray(0, end))).toBe(end < 8 ? 'not-a-backup' : 'damaged')
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: file.length - 1 }), fc.nat(7), async (at, bit) => {
        expect(await kindOf(changedAt(at, file[at]! ^ (1 << bit)))).toBe('damaged')
      }),
    )
  })

  test('something else altogether, or of a newer program', async () => {
    expect(await kindOf(new Uint8Array(0))).toBe('not-a-backup')
    expect(await kindOf(new TextEncoder().encode('{"name": "export"}'))).toBe('not-a-backup')
    expect(await kindOf(changedAt(7, 2))).toBe('newer')
    expect(await kindOf(Uint8Array.from([...file.subarray(0, 8), ...new Uint8Array(MAX_BACKUP_BYTES)]))).toBe(
      'damaged',
    )
  })

  test('changed by somebody who knows the format, and not the passphrase', async () => {
    for (const at of [16, 32, 44, file.length - 9]) {
      expect(await kindOf(await resummed(changedAt(at, file[at]! ^ 1))), `${at}`).toBe('wrong-passphrase')
    }
  })

  test('that would cost the reader more than a machine has', async () => {
    for (const [at, value] of [
      [8, 30],
      [8, 0],
      [9, 255],
      [10, 255],
      [10, 0],
    ] as const) {
      expect(await kindOf(await resummed(changedAt(at, value))), `${at}: ${value}`).toBe('damaged')
    }
    const long = file.slice()
    new DataView(long.buffer).setUint32(12, 0xffff_ffff)
    expect(await kindOf(await resummed(long))).toBe('damaged')
  })

  test('whatever its bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        const read = await readBackup(Uint8Array.from([...file.subarray(0, 8), ...bytes]), PASSPHRASE, subtle)
        expect(read.ok).toBe(false)
      }),
    )
  })
})

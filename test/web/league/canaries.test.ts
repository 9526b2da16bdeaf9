/** The search for what must not leave finds it in every form it can have. */
import { expect, test } from 'vitest'
import { found, hashCanary, wordCanary } from './canaries.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const WORD = 'kestrel-7f3a9c'
const HASH = 'c0ffee'.padEnd(64, '5a')
const canaries = [...wordCanary('word', WORD), hashCanary('hash', HASH)]

test.each([
  ['as it is', bytesOf(`{"notes":"${WORD}"}`), 'word'],
  ['in UTF-16', new Uint8Array(Buffer.from(`..${WORD}..`, 'utf16le')), 'word in UTF-16'],
  ['in hexadecimal', bytesOf(Buffer.from(WORD).toString('hex')), 'word'],
  ['in base64, at the start', bytesOf(Buffer.from(WORD).toString('base64')), 'word'],
  ['in base64, one byte in', bytesOf(Buffer.from(`.${WORD}..`).toString('base64')), 'word'],
  ['in base64url, two bytes in', bytesOf(Buffer.from(`..${WORD}.`).toString('base64url')), 'word'],
  ['a digest, raw', new Uint8Array(Buffer.from(`01${HASH}02`, 'hex')), 'hash'],
  ['a digest, as text', bytesOf(`blob ${HASH}`), 'hash'],
  ['a digest, in base64 in JSON', bytesOf(Buffer.from(`00${HASH}`, 'hex').toString('base64')), 'hash'],
])('%s', (_, bytes, name) => {
  expect(found(canaries, [bytes])).toContain(name)
})

test('across two pieces', () => {
  const bytes = bytesOf(`...${WORD}...`)
  expect(found(canaries, [bytes.subarray(0, 9), bytes.subarray(9)])).toEqual(['word'])
})

test('and nothing where there is nothing', () => {
  expect(
    found(canaries, [bytesOf(`${WORD.slice(0, -1)}d`), crypto.getRandomValues(new Uint8Array(5000))]),
  ).toEqual([])
})

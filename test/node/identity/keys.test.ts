import { createHash, randomFillSync, webcrypto, X509Certificate } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTransportCertificate, openIdentity } from '#node/identity'
import { createSignatures, isCertified } from '#shared/logbook'
import { temporaryFolder } from '../support/folder.ts'

const options = {
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => randomFillSync(bytes),
  now: () => new Date(),
}
const opened = async (folder: string) => {
  const identity = await openIdentity(folder, options)
  if (!identity.ok) throw new Error(identity.message)
  return identity.identity
}

test('a program is the same at every start, and another in another folder', async () => {
  const folder = temporaryFolder()
  const [first, again, other] = [await opened(folder), await opened(folder), await opened(temporaryFolder())]
  expect([again.signer.device, again.signer.person, again.transport.certhash]).toEqual([
    first.signer.device,
    first.signer.person,
    first.transport.certhash,
  ])
  expect(other.signer.device).not.toBe(first.signer.device)
  expect(other.transport.certhash).not.toBe(first.transport.certhash)
})

test('its device is certified by its person', async () => {
  const { signer, certificate } = await opened(temporaryFolder())
  const signatures = createSignatures(webcrypto.subtle as never)
  expect(await isCertified(signatures, signer.person, signer.device, certificate)).toBe(true)
})

test('only its owner can read the keys, and nothing else lies beside them', async () => {
  const folder = temporaryFolder()
  await opened(folder)
  expect(readdirSync(folder)).toEqual(['keys.json'])
  if (process.platform !== 'win32') expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600)
})

test.each([
  '',
  '{',
  '{"v":2}',
  '{"v":1,"person":"00","device":"00"}',
])('keys that cannot be read are left as they are: %j', async text => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'keys.json'), text)
  const identity = await openIdentity(folder, options)
  expect(identity).toMatchObject({ ok: false, message: expect.stringContaining('left as it is') })
  expect(statSync(join(folder, 'keys.json')).size).toBe(text.length)
})

test('the listener’s certificate is good for ten years, signed by its own key, and named by its hash', () => {
  for (const year of [2026, 2045]) {
    const now = new Date(Date.UTC(year, 1, 3))
    const { pem, certhash } = createTransportCertificate(now)
    const certificate = new X509Certificate(pem)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.subject).toBe('CN=Paddock')
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(now.getTime())
    expect(new Date(certificate.validTo).getTime()).toBe(Date.UTC(year + 10, 1, 3))
    const digest = createHash('sha256').update(certificate.raw).digest()
    expect(Buffer.from(certhash.slice(1), 'base64url')).toEqual(Buffer.from([0x12, 0x20, ...digest]))
  }
})

/**
 * Secrets the bridge gives out: 256 random bits as text. Of those only the SHA-256 is kept, so that who reads the
 * bridge's folder cannot pass for a page. A hash without salt is enough for what nobody can guess.
 */
import { createHash, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32

/** That many bytes nobody can foresee. */
export type RandomBytes = (count: number) => Uint8Array

export const createSecret = (randomBytes: RandomBytes): string =>
  Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url')

export const secretToHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** In a time that does not tell how much was right. */
export const isSecretOf = (secret: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(secretToHash(secret), 'hex'), Buffer.from(hash, 'hex'))

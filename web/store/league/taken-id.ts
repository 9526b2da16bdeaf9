/**
 * What a thing of another person is called here: made from theirs and who they are, so that nobody can put anything in
 * the place of mine, and the same on every device that has it.
 */
import { bytesToHex } from '#shared/id'
import type { PersonId } from '#shared/logbook'

export const takenIdOf = async (
  person: PersonId,
  of: string,
  digest: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): Promise<string> =>
  bytesToHex(await digest(new TextEncoder().encode(`paddock/taken/1\n${person}\n${of}`))).slice(0, 32)

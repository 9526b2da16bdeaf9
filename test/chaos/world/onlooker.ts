/**
 * Somebody who sees all that any of them ever held, and so knows who is a member: each of those who were removed still
 * thinks that they are, because nobody tells them anything any more (seed 52486).
 */
import {
  type EntryHash,
  type Governance,
  governanceOf,
  type LeagueId,
  type VerifiedEntry,
} from '#shared/logbook'
import type { Member } from './member.ts'

export interface Onlooker {
  see(members: readonly Member[]): Governance
}

export const createOnlooker = (league: LeagueId): Onlooker => {
  const seen = new Map<EntryHash, VerifiedEntry>()
  let known: { readonly governance: Governance; readonly ofEntries: number } | null = null
  return {
    see(members) {
      for (const { store } of members) for (const entry of store.snapshot()) seen.set(entry.hash, entry)
      if (known?.ofEntries !== seen.size)
        known = { governance: governanceOf([...seen.values()], league), ofEntries: seen.size }
      return known.governance
    },
  }
}

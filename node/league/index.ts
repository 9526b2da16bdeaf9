/** A program as a member of leagues. */
export { type ReadInvitations, readInvitations } from './invitations.ts'
export type { HeldLeague, LeagueView } from './league.ts'
export { type Member, type MemberOptions, type MemberStart, startMember } from './member.ts'

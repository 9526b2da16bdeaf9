/** The relay as a member of leagues. */
export { invitationAddresses, type LeagueSettings, startRelayMember } from './member.ts'

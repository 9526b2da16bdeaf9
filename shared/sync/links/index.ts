export {
  INVITATION_SEED_BYTES,
  type Invitation,
  invitationToFragment,
  invitationToLink,
  LINK_VERSION,
  type LinkOutcome,
  MAX_LINK_ADDRESSES,
  textToInvitation,
} from './links.ts'

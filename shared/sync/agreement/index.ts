export { type AgreementOptions, answerAgreement, offerAgreement } from './agreement.ts'
export {
  decodeAdmission,
  decodeGivenLeague,
  encodeAdmission,
  encodeGivenLeague,
  GIVEN_LIMITS,
  type GivenAdmission,
  type GivenLeague,
  isTaken,
  TAKEN,
} from './gifts.ts'
export type {
  Agreed,
  AgreementAnswer,
  AgreementFailure,
  Comparison,
  Party as AgreementParty,
  Purpose as AgreementPurpose,
} from './model.ts'

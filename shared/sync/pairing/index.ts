export {
  answerToCode,
  CODE_LIFE_MS,
  type CodeFailure,
  type CodeOutcome,
  codeToAnswer,
  codeToOffer,
  offerToCode,
  PAIRING_CODE_VERSION,
  PAIRING_NONCE_BYTES,
  type PairingAnswerParts,
  type PairingOfferParts,
} from './codes.ts'

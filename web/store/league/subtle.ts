/**
 * WebCrypto as the logbook asks for it: the same functions with `object` where the browser says CryptoKey, which the type
 * system takes for two things. The one place that says they are one.
 */
import type { SubtleSealing, SubtleSigning } from '#shared/logbook'

export const subtleOf = (subtle: SubtleCrypto): SubtleSigning & SubtleSealing =>
  subtle as unknown as SubtleSigning & SubtleSealing

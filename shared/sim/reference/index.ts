/** What a lap is measured against while it is driven. */
export {
  createReference,
  fromKnots,
  type Reference,
  type ReferenceInput,
  type ReferenceKnots,
  referenceOfTrace,
} from './reference.ts'

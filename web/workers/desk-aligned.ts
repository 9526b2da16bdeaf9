/** Laps laid along the desk's reference; those that cannot be are left out. */
import { type AlignedLap, alignLap } from '#shared/compare'
import type { Lap } from '#shared/lap'
import type { DeskLapInput, OpenedDesk } from './desk-view.ts'

export interface LapOnDesk {
  readonly lap: Lap
  readonly input: DeskLapInput
  readonly aligned: AlignedLap
}

export const alignAll = (
  { reference, referenceLap }: OpenedDesk,
  inputs: readonly DeskLapInput[],
): LapOnDesk[] =>
  inputs.flatMap(input => {
    const aligned = input.id === referenceLap.id ? reference : alignLap(reference, referenceLap, input)
    return aligned.by === 'nothing' ? [] : [{ lap: input.lap, input, aligned }]
  })

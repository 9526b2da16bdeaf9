/** The worker behind `createSampleSession`: one sample session into one library. */
import { expose } from 'comlink'
import { openLibrary } from '#web/store'
import { makeSample, type SampleOptions, type SampleOutcome, type SampleProgress } from './sample.ts'

const api = {
  async make(
    libraryName: string,
    options: SampleOptions,
    onProgress: (progress: SampleProgress) => void,
  ): Promise<SampleOutcome> {
    const library = await openLibrary({ name: libraryName })
    if (!library.ok) return library
    const outcome = await makeSample(library.value, options, onProgress)
    library.value.close()
    return outcome
  },
}

export type SampleWorker = typeof api

expose(api)

import { LIBRARY_NAME } from '#web/store'

/** On which tabs tell each other that something about leagues changed. */
export const CHANNEL_NAME = `${LIBRARY_NAME} leagues`

/** The page's side of the network between people's devices. Not in the first load: import it when something is shared. */
export { BrokenWire, createDataChannelWire } from './data-channel-wire.ts'
export {
  answerConnection,
  NoAddress,
  type OfferedConnection,
  offerConnection,
  PAIRED_LEAGUES,
  type PairedConnection,
  TALK_CHANNEL,
} from './paired-connection.ts'

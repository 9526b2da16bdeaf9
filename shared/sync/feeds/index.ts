export type { Packing } from './deflated.ts'
export { createFeeds, type FeedPeer, type Feeds, type FeedsOptions } from './feeds.ts'

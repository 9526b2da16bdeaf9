export { type Packing, type PromptPacking, plainPacking } from './deflated.ts'
export { createFeeds, type FeedPeer, type Feeds, type FeedsOptions } from './feeds.ts'

/** The page's link to the rig-bridge. */
export type { FrameListener, Frames, LiveFeed } from './feed.ts'
export { createFrames } from './feed.ts'
export type { CodeProblem, CodeStep, LinkEvent, LinkState } from './link.ts'
export { rig } from './rig.svelte.ts'
export type { RigSocket, RigSocketOptions, TokenKeeper, Want } from './socket.ts'

/** The link without the page's own library, as a guest's view needs it; not in the first load. */
export const loadRigSocket = () => import('./socket.ts')

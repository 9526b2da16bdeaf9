/** One tab leads, the others follow it. */
export { leader, leadership } from './leader.svelte.ts'
export { createLeadership, type Leadership, type LeaderWork, type Standing } from './leadership.ts'
export { isTabId, type TabId } from './messages.ts'
export { type Clock, openTabChannel, pageClock, type TabChannel } from './ports.ts'

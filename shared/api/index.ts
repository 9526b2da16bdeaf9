/** The HTTP contracts between Paddock's programs and pages. */
export * from './error.ts'
export * from './home.ts'
export * from './league.ts'
export * from './relay.ts'
export * from './rig/index.ts'

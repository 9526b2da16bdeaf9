/** The home server: http://localhost:7420. */
export { type Home, type HomeOptions, type HomeStart, type HomeState, startHome } from './home.ts'

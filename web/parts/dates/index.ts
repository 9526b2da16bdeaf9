export { sessionDay, sessionTime, sessionWhen } from './dates.ts'

export { localeFor, sessionDay, sessionTime, sessionWhen } from './dates.ts'

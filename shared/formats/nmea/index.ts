/** NMEA 0183 sentences, as GPS receivers and loggers write them. */
export { nmeaReader } from './reader.ts'

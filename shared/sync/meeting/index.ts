export type { Acquaintance } from './known-cards.ts'
export { createMeeting, type Meeting, type MeetingOptions } from './meeting.ts'
export { createNeighbours, DIALS, NEIGHBOURS, type Neighbours, type NeighboursOptions } from './neighbours.ts'
export { addressesToPlaces, circuitsToPlaces, type MeetingPlace, usableAddresses } from './places.ts'

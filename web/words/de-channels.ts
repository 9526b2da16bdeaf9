/** Names of the canonical channels in German; those a log alone understands keep the name it gave them. */
import type { ChannelName } from '#shared/trace'

const WHEELS = { FL: 'vorn links', FR: 'vorn rechts', RL: 'hinten links', RR: 'hinten rechts' } as const
type Wheel = keyof typeof WHEELS

const perWheel = <Stem extends string>(stem: Stem, label: string) =>
  Object.fromEntries(
    Object.entries(WHEELS).map(([wheel, words]) => [`${stem}${wheel}`, `${label} ${words}`]),
  ) as Record<`${Stem}${Wheel}`, string>

export const channelWords: Readonly<Record<ChannelName, string>> = {
  lat: 'Breitengrad',
  lon: 'Längengrad',
  x: 'Position Ost',
  y: 'Position Nord',
  altitude: 'Höhe',
  heading: 'Kurs',
  distance: 'Strecke',
  accuracy: 'Genauigkeit der Position',
  satellites: 'Satelliten',
  speed: 'Geschwindigkeit',
  gLat: 'Querbeschleunigung',
  gLong: 'Längsbeschleunigung',
  gVert: 'Hochbeschleunigung',
  yawRate: 'Gierrate',
  lean: 'Schräglage',
  throttle: 'Gas',
  brake: 'Bremse',
  brakePressure: 'Bremsdruck',
  clutch: 'Kupplung',
  steering: 'Lenkung',
  gear: 'Gang',
  heartRate: 'Puls',
  rpm: 'Motordrehzahl',
  boost: 'Ladedruck',
  fuel: 'Kraftstoff',
  waterTemp: 'Wassertemperatur',
  oilTemp: 'Öltemperatur',
  oilPressure: 'Öldruck',
  battery: 'Batterie',
  abs: 'ABS',
  tractionControl: 'Traktionskontrolle',
  drs: 'DRS',
  ...perWheel('wheelSpeed', 'Radgeschwindigkeit'),
  ...perWheel('tyreTemp', 'Reifentemperatur'),
  ...perWheel('tyrePressure', 'Reifendruck'),
  ...perWheel('brakeTemp', 'Bremstemperatur'),
  ...perWheel('suspension', 'Federweg'),
  airTemp: 'Lufttemperatur',
  trackTemp: 'Streckentemperatur',
  lap: 'Runde',
  beacon: 'Beacon',
  lapInvalid: 'Runde ungültig',
}

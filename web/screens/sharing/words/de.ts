/** Words of sharing, in German. */
import type { ShareWords } from './en.ts'

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export const de: ShareWords = {
  title: sessions => (sessions === 1 ? 'Diese Session teilen' : `${sessions} Sessions teilen`),
  nothingYet: 'Nichts verlässt dieses Gerät, bevor du unten auf den Knopf drückst.',
  now: {
    title: 'Wo sie jetzt ist',
    here: 'Nur auf diesem Gerät.',
    members: 'Mitglieder',
    public: 'öffentlich',
    line: (audience, day) => `${audience}, seit ${day}`,
    held: n =>
      n === 0
        ? 'von keinem anderen Gerät ist bekannt, dass es sie hat'
        : `bei ${n === 1 ? 'einem anderen Gerät' : `${n} anderen Geräten`} angekommen, soweit dieses weiß`,
    withdraw: 'Zurückziehen',
    withdrawOf: name => `Zurückziehen: ${name}`,
    withdrawn: name =>
      `Aus ${name} zurückgezogen. Geräte, die sich an die Regeln halten, verwerfen sie, sobald sie davon hören.`,
    honest:
      'Zurückziehen bittet jedes Gerät, sie zu verwerfen, und Paddock tut es. Ein Gerät, das nie mehr getroffen wird oder das jemand verändert hat, erreicht es nicht.',
  },
  with: 'Teilen mit',
  devices: 'Meinen Geräten',
  devicesNote: 'nur deine',
  ownDevices: 'meinen Geräten',
  none: 'Du bist in keiner Liga oder Crew, mit der du teilen kannst. Gründe eine oder tritt einer bei, oder teile mit deinen eigenen Geräten.',
  toLeagues: 'Zu den Ligen',
  audience: 'Wer sie sehen darf',
  audiences: { members: 'Mitglieder', public: 'Alle' },
  publicNote: 'Alle, die diese Liga finden, dürfen sie holen, auch Leute, die du nicht kennst.',
  what: 'Was',
  times: 'Nur Zeiten',
  timesNote: 'Kilobytes',
  recording: 'Mit der Aufzeichnung',
  recordingNote: 'andere können nachmessen',
  trim: 'Bleibt an beiden Enden hier',
  trims: { none: 'Nichts', seconds: n => `${n} s` },
  trimNote:
    'Für eine Fahrt, die zu Hause beginnt oder endet: nichts, was in den ersten und letzten Sekunden aufgezeichnet wurde, geht hinaus, auch die Linien nicht.',
  preview: {
    title: 'Genau das geht hinaus',
    reading: 'Es wird nachgesehen, was hinausginge.',
    sum: (sessions, laps, entry, trace) =>
      `${counted(sessions, 'Session', 'Sessions')}, ${counted(laps, 'Runde', 'Runden')}: ${entry} Zeiten und Namen${
        trace ? ` und ${trace} Aufzeichnung` : ', keine Aufzeichnung'
      }.`,
    channels: n => `${counted(n, 'Kanal', 'Kanäle')} der Aufzeichnung`,
    position: 'Die Aufzeichnung sagt, wo auf der Erde das Auto war.',
    noPosition: 'Die Aufzeichnung sagt nichts darüber, wo auf der Erde das Auto war.',
    stays: 'Was hierbleibt',
    first: 'Von der ersten Session:',
    always:
      'Dazu: von jeder Runde Nummer, Zeit, Sektoren, Beginn, Fahrer und ob sie zählt; die Zeitzone; womit sie aufgezeichnet wurde; dein Name und der dieses Geräts, die es signieren.',
  },
  stays: {
    notes: 'deine Notizen',
    tags: 'deine Schlagworte',
    weather: 'was du zum Wetter notiert hast',
    setup: 'das Setup',
    original: 'die Originaldatei',
    overruled: 'was du geändert hast und was vorher dort stand',
    'sim-facts': 'was das Spiel zu Reifen, Sprit und Schaden sagte',
  },
  fields: {
    name: 'Name',
    startedAt: 'Gefahren',
    track: 'Strecke',
    layout: 'Layout',
    car: 'Auto',
    className: 'Klasse',
    drivers: 'Fahrer',
    world: 'Echt oder Sim',
    game: 'Spiel',
    surface: 'Fahrbahn',
    airC: 'Luft',
    trackC: 'Asphalt',
    laps: 'Runden',
  },
  values: { real: 'Echt', sim: 'Sim', dry: 'Trocken', damp: 'Feucht', wet: 'Nass' },
  share: name => `Mit ${name} teilen`,
  sharing: 'Wird geteilt',
  shared: (sessions, name) =>
    `${counted(sessions, 'Session', 'Sessions')} mit ${name} geteilt. Sie reisen, sobald jemand getroffen wird.`,
  cancel: 'Abbrechen',
}

/** The words of what a person says about a session and its laps, in German. */
import type { SessionWords } from './en.ts'

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const list = (names: readonly (string | number)[]): string =>
  names.length < 2 ? `${names[0] ?? ''}` : `${names.slice(0, -1).join(', ')} und ${names.at(-1)}`

const laps = (numbers: readonly number[]): string => {
  if (numbers.length === 1) return `Runde ${numbers[0]}`
  return numbers.length <= 4 ? `Runden ${list(numbers)}` : `${numbers.length} Runden`
}

const one = (numbers: readonly number[], single: string, several: string): string =>
  `${laps(numbers)} ${numbers.length === 1 ? single : several}.`

export const de: SessionWords = {
  laps,
  edit: 'Bearbeiten',
  share: 'Teilen',
  editSession: 'Session bearbeiten',
  save: 'Speichern',
  cancel: 'Abbrechen',
  saving: 'Wird gespeichert',
  saved: 'Gespeichert, was du über diese Session gesagt hast.',
  undoneAnew: 'Rückgängig; die Runden sind wieder an den Linien von vorher gezeitet.',
  notSaved: 'Deine Änderungen wurden nicht gespeichert.',
  goOn: 'Weiter bearbeiten',
  discard: 'Verwerfen',
  draftWaits: 'Änderungen, die du hier getippt hast, sind noch nicht gespeichert.',
  draftBack: 'Das sind deine Änderungen, die noch nicht gespeichert waren.',

  name: 'Name',
  nameHint: 'Steht statt der Strecke da',
  notes: 'Notizen',
  notesHint: 'Was du dir merken willst',
  showAll: 'Alles zeigen',
  showLess: 'Weniger zeigen',
  tags: 'Stichwörter',
  tagHint: 'Stichwort hinzufügen',
  removeTag: tag => `Stichwort ${tag} entfernen`,
  usedBefore: 'Schon benutzt',

  conditions: 'Bedingungen',
  surface: 'Fahrbahn',
  surfaces: { dry: 'Trocken', damp: 'Feucht', wet: 'Nass' },
  surfaceUnsaid: 'Nicht gesagt',
  asSession: 'Wie die Session',
  weather: 'Wetter',
  weatherHint: 'Sonnig, leichter Regen …',
  airIs: 'Luft',
  trackIs: 'Strecke',
  airTemperature: 'Lufttemperatur',
  trackTemperature: 'Streckentemperatur',
  notATemperature: unit =>
    `Das ist keine Temperatur in ${unit} und lässt sich nicht speichern; schreibe eine Zahl wie 21,5 oder lass es leer.`,

  driven: 'Auto, Fahrer und Ort',
  car: 'Auto',
  newCar: 'Ein anderes Auto …',
  newCarName: 'Name des Autos',
  driver: 'Fahrer',
  newDriver: 'Ein anderer Fahrer …',
  newDriverName: 'Name des Fahrers',
  severalDrivers: names => `${list(names)}, jeder wie bisher`,
  nameMissing: 'Schreibe einen Namen oder wähle einen aus der Liste; noch wurde nichts gespeichert.',
  layout: 'Strecke und Layout',
  noLayout: 'Nicht bekannt',
  onlyTrack: track => `${track}, Layout nicht bekannt`,
  setup: 'Setup',
  noSetup: 'Keines',
  noSetups: 'Von diesem Auto ist noch kein Setup da.',
  toSetups: 'Setups in der Garage',
  timeAnew: layout => `Runden an den Linien von ${layout} neu zeiten`,
  timeAnewNote:
    'Bis dahin behalten die Runden die Zeiten der Linien, an denen sie gezeitet wurden, und zählen auf dem neuen Layout nicht.',
  timeAnewOfficial: 'Die Runden haben offizielle Zeiten aus der Datei und behalten sie.',
  timing: 'Die Runden werden neu gezeitet',
  stopTiming: 'Anhalten',
  timedElsewhere: layout =>
    `Diese Runden wurden an anderen Linien gezeitet als denen von ${layout}, darum zählen sie hier noch nicht.`,
  timeThemAnew: 'Neu zeiten',
  timedAnew: n => `Neu gezeitet: ${plural(n, 'Runde', 'Runden')}.`,
  timingStopped:
    'Angehalten: Die Runden behalten ihre bisherigen Zeiten und zählen auf diesem Layout noch nicht.',
  wentBack: (wanted, now) =>
    `Diese Aufzeichnung kreuzt die Startlinie von ${wanted} nicht, darum ist die Session bei ${now} und die Runden behalten ihre Zeiten; wähle ein anderes Layout.`,
  noLines: wanted =>
    `Diese Aufzeichnung ließ sich an den Linien von ${wanted} nicht zeiten, darum behalten die Runden ihre bisherigen Zeiten und zählen dort nicht.`,

  world: 'Gefahren',
  worlds: { real: 'Auf echter Strecke', sim: 'Im Simulator' },
  worldSign: { real: 'Echt', sim: 'Sim' },
  worldUnsaid: 'Nicht gesagt',
  worldGuess: guess =>
    guess === null
      ? ''
      : `Gilt als ${guess === 'real' ? 'echte Strecke' : 'Simulator'}, bis du es anders sagst.`,
  privacy: 'Wer es sehen darf',
  privacyMeans: {
    device: 'Es verlässt dieses Gerät nie.',
    'my-devices': 'Es darf auf deine eigenen Geräte, sobald du welche verbindest.',
    crew: 'Deine Crew darf es sehen, sobald du in einer bist.',
    league: 'Mitglieder deiner Liga dürfen es sehen, sobald du in einer bist.',
    public: 'Alle dürfen es sehen, sobald du es veröffentlichst.',
  },
  nothingShared: 'Noch wird nichts geteilt: Paddock merkt sich das für später.',

  parts: (number, of) => `Teil ${number} von ${of} einer Aufzeichnung.`,
  otherParts: 'Der Rest:',
  part: (day, n) => `${day}, ${plural(n, 'Runde', 'Runden')}`,
  joinBack: 'Wieder zusammenfügen',
  joined: n => `${n} Teile sind wieder eine Session.`,

  selected: n => `${plural(n, 'Runde', 'Runden')} angehakt`,
  tickHint: 'Hake Runden an, um sie zu vergleichen oder zu bearbeiten.',
  tick: lap => `${lap} anhaken`,
  tickAll: n => `Alle ${n} anhaken`,
  tooMany: most => `Vergleichen lassen sich bis zu ${most} Runden.`,
  markInvalid: 'Ungültig',
  markInvalidTitle: numbers => `${laps(numbers)}: ungültig`,
  reason: 'Grund',
  reasonHint: 'Warum sie nicht zählen darf',
  reasons: ['Neben der Strecke', 'Verkehr', 'Gelbe Flagge', 'Abgekürzt', 'Dreher', 'Rolltest'],
  countAgain: 'Zählen lassen',
  asRecorded: 'Wie aufgezeichnet',
  editLaps: 'Bearbeiten',
  editLapsTitle: numbers => `${laps(numbers)} bearbeiten`,
  splitHere: 'Hier teilen',
  splitNote: 'Diese Runde und alle danach werden eine eigene Session.',
  validity: 'Zählt',
  validities: { keep: 'Wie bisher', valid: 'Ja', invalid: 'Nein', recorded: 'Wie aufgezeichnet' },
  lapSurface: 'Fahrbahn in diesen Runden',
  severalSurfaces: 'Wie bisher',
  lapNotes: 'Notiz',
  lapNotesHint: 'Zu diesen Runden',
  severalNotes: 'Sie haben verschiedene Notizen; was du schreibst, ersetzt alle.',
  moveTitle: 'Zu anderem Auto oder Layout verschieben',
  moveNote: 'Sie werden dort eine eigene Session; der Rest bleibt.',
  move: n => `${plural(n, 'Runde', 'Runden')} verschieben`,
  sameCar: 'Dasselbe Auto',
  sameLayout: 'Dasselbe Layout',

  marked: numbers => one(numbers, 'zählt jetzt nicht', 'zählen jetzt nicht'),
  counts: numbers => one(numbers, 'darf jetzt zählen', 'dürfen jetzt zählen'),
  recordedAgain: numbers => one(numbers, 'ist wieder wie aufgezeichnet', 'sind wieder wie aufgezeichnet'),
  lapsSaved: numbers => `Gespeichert, was du gesagt hast über ${laps(numbers)}.`,
  split: n => `${plural(n, 'Runde ist', 'Runden sind')} jetzt eine eigene Session.`,
  moved: n => `${plural(n, 'Runde ist', 'Runden sind')} jetzt eine eigene Session.`,
  movedAll: 'Die Session ist verschoben.',

  why: {
    chip: {
      deleted: 'Gelöscht',
      out: 'Outlap',
      in: 'Inlap',
      partial: 'Teilrunde',
      invalid: 'Ungültig',
      'counter-timed': 'Zähler',
      'another-layout': 'Anderes Layout',
      'lines-of-another-layout': 'Andere Linien',
    },
    yours: 'Von dir',
    deleted: 'Sie wurde mit ihrer Session gelöscht.',
    out: 'Sie beginnt in der Box und ist keine ganze Runde.',
    in: 'Sie endet in der Box und ist keine ganze Runde.',
    partial: 'Die Aufzeichnung hat nur einen Teil davon.',
    'counter-timed': 'Ein Rundenzähler hat sie gezeitet, bis zu einer Sekunde zu spät.',
    'another-layout': 'Sie gehört zu einem anderen Layout als ihre Session.',
    'lines-of-another-layout': 'Sie wurde an den Linien eines anderen Layouts gezeitet.',
    byYou: reason => `Du hast sie ungültig genannt: ${reason}`,
    byRecording: reason => `Die Aufzeichnung nennt sie ungültig: ${reason}`,
    show: (lap, chip) => `${lap}: ${chip}. Warum?`,
    overruledValid: 'Die Aufzeichnung nennt sie gültig.',
    overruledInvalid: reason => `Die Aufzeichnung nennt sie ungültig: ${reason}`,
    youCount: 'Du lässt sie zählen.',
    counts: 'Sie zählt.',
  },
  note: 'Notiz',
  counterNotCompared: 'Mit anderen Sessions werden sie nicht verglichen.',

  keys: {
    edit: 'Session bearbeiten',
    share: 'Session teilen',
    tick: 'Gewählte Runde anhaken',
    tickNote: 'Umschalt und ein Klick haken alle bis zu einer Runde an',
    invalid: 'Angehakte Runden, oder die gewählte, ungültig nennen',
    valid: 'Zählen lassen',
    editLaps: 'Bearbeiten: Fahrer, Fahrbahn, Notiz',
    untick: 'Keine Runde anhaken',
  },
}

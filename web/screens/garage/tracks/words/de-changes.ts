/** The words for changing tracks and layouts, in German. */
import { plural } from '../../words/plural.ts'
import type { changeWords as en } from './en-changes.ts'

export const changeWords: typeof en = {
  edit: {
    title: 'Diese Strecke bearbeiten',
    name: 'Name',
    country: 'Land',
    noCountry: 'Nicht angegeben',
    fromList: country => `${country}, so steht es in der Liste bekannter Strecken`,
    needsName: 'Eine Strecke braucht einen Namen.',
    saved: name => `${name} gespeichert.`,
  },
  editLayout: {
    title: 'Dieses Layout bearbeiten',
    button: 'Layout bearbeiten',
    name: 'Name',
    length: unit => `Länge, ${unit}`,
    lengthHint: 'Leer, wenn sie unbekannt ist.',
    needsName: 'Ein Layout braucht einen Namen.',
    needsLength: 'Eine Länge ist eine Zahl über null, etwa 5,891.',
    saved: name => `Layout ${name} gespeichert.`,
  },
  known: {
    button: 'Das ist die bekannte Strecke …',
    title: 'Welche Strecke ist es?',
    is: name => `Bekannt als ${name}`,
    isNone: 'Keine der bekannten Strecken',
    text: 'Dateien, die sie auf eine ihrer Weisen nennen, kommen dann hierher, und ihr Land ist bekannt.',
    none: 'Keine davon',
    current: 'so ist es jetzt',
    saved: (name, known) => `${name} ist jetzt bekannt als ${known}.`,
    savedNone: name => `${name} ist jetzt keine der bekannten Strecken.`,
    more: n => `${n} weitere: Tippe, um die Liste zu verkürzen.`,
  },
  merge: {
    button: 'Mit einer anderen zusammenlegen',
    title: name => `${name} mit einer anderen Strecke zusammenlegen`,
    text: 'Für eine Strecke, die unter zwei Namen hier steht. Nichts geht verloren, und 30 Tage lang lässt es sich rückgängig machen.',
    none: 'Es gibt keine andere Strecke, mit der man sie zusammenlegen könnte.',
    moves: (layouts, sessions, laps, into) =>
      `${plural(layouts, 'Layout', 'Layouts')}, ${plural(sessions, 'Session', 'Sessions')} und ${plural(laps, 'Runde', 'Runden')} kommen zu ${into}.`,
    keepsLayouts: 'Layouts bleiben getrennt; lege danach zwei zusammen, wenn sie eins sind.',
    mixes: 'Eine davon kam mit einem Beispiel und wurde nie gefahren.',
    done: (from, into) => `${from} mit ${into} zusammengelegt.`,
  },
  mergeLayouts: {
    button: 'Mit einem anderen Layout zusammenlegen',
    title: name => `Das Layout ${name} mit einem anderen zusammenlegen`,
    text: 'Für ein Layout, das zweimal hier steht. Seine Sessions ziehen um, und ihre Runden werden an den Linien des anderen neu gestoppt.',
    none: 'Es gibt hier kein anderes Layout, mit dem man es zusammenlegen könnte.',
    moves: (sessions, laps, into) =>
      `${plural(sessions, 'Session', 'Sessions')} mit ${plural(laps, 'Runde', 'Runden')} kommen zu ${into}.`,
    undo: 'Rückgängig geht, bis die erste Session neu gestoppt ist; halte das Stoppen dafür an.',
    done: (from, into) => `Layout ${from} mit ${into} zusammengelegt.`,
    timing: (n, of) => `Runden werden neu gestoppt, Session ${n} von ${of}`,
    stop: 'Anhalten',
    timed: n => `${plural(n, 'Session wurde', 'Sessions wurden')} neu gestoppt.`,
    official: n => `${plural(n, 'Session behält', 'Sessions behalten')} die amtlichen Zeiten.`,
    untimed: n =>
      `${plural(n, 'Session ließ', 'Sessions ließen')} sich dort nicht stoppen und ${n === 1 ? 'zählt' : 'zählen'} noch nicht:`,
    stopped: n =>
      `Angehalten. ${plural(n, 'Session wurde', 'Sessions wurden')} noch nicht neu gestoppt; öffne ${n === 1 ? 'sie' : 'sie einzeln'} dafür.`,
    close: 'Fertig',
  },
}

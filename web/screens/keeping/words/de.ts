/** The words of storage and backups, in German. */
import type { KeepingWords } from './en.ts'

const many = (count: number, one: string, more: string): string =>
  `${count.toLocaleString('de')} ${count === 1 ? one : more}`

export const de: KeepingWords = {
  title: 'Speicher und Sicherungen',
  sections: {
    storage: 'Speicher',
    backup: 'Sicherung',
    deleted: 'Zuletzt gelöscht',
    changes: 'Letzte Änderungen',
    check: 'Prüfung',
    diagnostics: 'Diagnose',
  },
  stop: 'Anhalten',
  storage: {
    text: 'Alles liegt in diesem Browser, auf diesem Gerät. Nichts wird hochgeladen. Was du selbst gefahren bist, wird nie entfernt, um Platz zu schaffen.',
    used: (used, quota) =>
      `${used} von ${quota} belegt, die dieser Browser erlaubt, nach seiner eigenen Zählung`,
    usedOnly: used => `${used} belegt`,
    unknown: 'Dieser Browser sagt nicht, wie viel belegt ist.',
    kinds: { trace: 'Telemetrie', original: 'Originaldateien', picture: 'Bilder', livery: 'Lackierungen' },
    persisted: 'Sicher verwahrt: Der Browser räumt es nicht weg, um Platz zu schaffen.',
    notPersisted: 'Der Browser darf es wegräumen, wenn der Datenträger fast voll ist.',
    ask: 'Den Browser bitten, es sicher zu verwahren',
    refused:
      'Der Browser hat nicht zugestimmt. Deine Runden bleiben gespeichert; meist stimmt er zu, wenn Paddock als App installiert ist.',
    bySession: 'Nach Sitzung',
    shared: 'Von mehreren Sitzungen gebraucht, einmal gezählt',
    other: 'Bilder, und was für das Rückgängigmachen aufgehoben wird',
    inTrash: 'gelöscht',
    more: count => `${many(count, 'weitere Sitzung', 'weitere Sitzungen')} zeigen`,
    unnamed: 'Unbekannte Strecke',
    origin: origin => `Das ist die Bibliothek von ${origin}. Andere Adressen haben ihre eigene.`,
  },
  backup: {
    text: 'Ein Export ist eine Datei mit allem: Sitzungen, Runden, Telemetrie, deine Originaldateien. Sie lässt sich ohne Paddock lesen, und Paddock nimmt sie zurück.',
    never: 'Auf diesem Gerät wurde noch keine Sicherung gemacht.',
    last: (when, size) => `Letzte Sicherung ${when}, ${size}.`,
    newer: count => many(count, 'Sitzung ist neuer.', 'Sitzungen sind neuer.'),
    nothingNewer: 'Nichts ist neuer.',
    export: 'Alles exportieren',
    exporting: 'Export läuft',
    exported: (sessions, size) => `${many(sessions, 'Sitzung', 'Sitzungen')} exportiert, ${size}.`,
    waiting: size =>
      `Der Export ist fertig, ${size}. Sichere ihn jetzt: Er verschwindet, wenn diese Seite geschlossen wird.`,
    save: 'Datei sichern',
    missing: count =>
      `${many(count, 'Stück Telemetrie oder Datei ist', 'Stücke Telemetrie oder Dateien sind')} hier beschädigt oder verloren und daher nicht darin.`,
    damagedRows: count =>
      `${many(count, 'Eintrag ist', 'Einträge sind')} beschädigt und darin, soweit lesbar.`,
    reminder: 'Erinnern',
    reminders: { monthly: 'Monatlich', weekly: 'Wöchentlich', off: 'Nie' },
    reminderText: 'Eine leise Zeile in der Bibliothek, wenn etwas neuer ist als die letzte Sicherung.',
    due: (count, when) =>
      when === null
        ? `${many(count, 'Sitzung ist', 'Sitzungen sind')} noch in keiner Sicherung.`
        : `${many(count, 'Sitzung ist', 'Sitzungen sind')} neuer als deine letzte Sicherung vom ${when}.`,
    dueAction: 'Sichern',
  },
  import: {
    choose: 'Export einlesen',
    reading: 'Export wird gelesen',
    taking: 'Import läuft',
    from: (when, origin) => `Export vom ${when}, aus ${origin}`,
    unknownFrom: 'Export unbekannten Datums',
    half: 'Die Datei endet zu früh: Was darin ganz ist, lässt sich einlesen, der Rest fehlt.',
    promised: (found, promised) =>
      `${found.toLocaleString('de')} von ${many(promised, 'Sitzung ist', 'Sitzungen sind')} darin.`,
    columns: {
      what: 'Eintrag',
      added: 'Neu',
      same: 'Schon hier',
      replaced: 'Dort neuer',
      kept: 'Hier neuer',
    },
    tables: {
      sessions: 'Sitzungen',
      laps: 'Runden',
      tracks: 'Strecken',
      layouts: 'Varianten',
      cars: 'Autos',
      drivers: 'Fahrer',
      setups: 'Setups',
      settings: 'Einstellungen',
      meta: 'Gemerktes',
      deeds: 'Umkehrbare Änderungen',
    },
    bytes: (count, size) =>
      `${many(count, 'neue Datei', 'neue Dateien')} mit Telemetrie und Originalen, ${size}.`,
    refused: count =>
      `${many(count, 'Zeile ergibt', 'Zeilen ergeben')} keinen Sinn und bleiben weg; die Datei behält sie.`,
    missing: count =>
      `${many(count, 'Stück Telemetrie oder Datei ist', 'Stücke Telemetrie oder Dateien sind')} nicht darin: Diese Runden behalten ihre Zeiten, ohne Kurven.`,
    damaged: count =>
      `${many(count, 'Datei war', 'Dateien waren')} im Export beschädigt und blieben weg; eine andere Kopie kann sie bringen.`,
    unknown: count => `${many(count, 'Datei', 'Dateien')} darin stammen nicht von Paddock und bleiben weg.`,
    differ: count =>
      `${many(count, 'Eintrag weicht', 'Einträge weichen')} ab: Die spätere Fassung gilt, die andere lässt sich unter Letzte Änderungen zurückholen.`,
    nothing: 'Alles darin ist schon hier.',
    take: 'Einlesen',
    cancel: 'Nicht einlesen',
    done: (added, replaced) =>
      `Eingelesen: ${many(added, 'neue Sitzung', 'neue Sitzungen')}, ${many(replaced, 'Eintrag', 'Einträge')} durch spätere Fassungen ersetzt.`,
    doneDiffer: count =>
      `${many(count, 'Eintrag wich', 'Einträge wichen')} ab: Die spätere Fassung gilt; die andere lässt sich unter Letzte Änderungen zurückholen.`,
    twice: 'Strecken, Autos oder Fahrer, die nun doppelt da sind, lassen sich in der Garage zusammenführen.',
    toLibrary: 'Zur Bibliothek',
  },
  deleted: {
    text: 'Gelöschte Sitzungen bleiben 30 Tage hier, dann verschwinden sie endgültig.',
    none: 'In den letzten 30 Tagen wurde nichts gelöscht.',
    left: days => (days < 1 ? 'verschwindet heute' : `verschwindet in ${many(days, 'Tag', 'Tagen')}`),
    laps: count => many(count, 'Runde', 'Runden'),
    restore: 'Zurückholen',
    restored: name => `${name} ist wieder in der Bibliothek.`,
    all: 'Alle zurückholen',
  },
  changes: {
    text: 'Was in den letzten 30 Tagen geschah. Jedes lässt sich rückgängig machen, das Letzte zuerst.',
    none: 'In den letzten 30 Tagen wurde nichts geändert.',
    undo: 'Rückgängig',
    more: count => `${count.toLocaleString('de')} weitere zeigen`,
    kinds: {
      'edit-sessions': n => many(n, 'Sitzung geändert', 'Sitzungen geändert'),
      'edit-laps': n => many(n, 'Runde geändert', 'Runden geändert'),
      split: () => 'Sitzung geteilt',
      join: n => `${many(n, 'Sitzung', 'Sitzungen')} verbunden`,
      'move-laps': n => many(n, 'Runde verschoben', 'Runden verschoben'),
      'edit-track': () => 'Strecke geändert',
      'merge-tracks': () => 'Strecken zusammengeführt',
      'edit-layout': () => 'Variante geändert',
      'merge-layouts': () => 'Varianten zusammengeführt',
      'edit-car': () => 'Auto geändert',
      'merge-cars': () => 'Autos zusammengeführt',
      'delete-car': () => 'Auto gelöscht',
      'edit-driver': () => 'Fahrer geändert',
      'merge-drivers': () => 'Fahrer zusammengeführt',
      'edit-setup': () => 'Setup geändert',
      'delete-setup': () => 'Setup gelöscht',
      'merge-library': n => `Import: ${many(n, 'Eintrag', 'Einträge')} übernommen`,
      'set-aside': n =>
        `Import: ${many(n, 'ältere Fassung', 'ältere Fassungen')} beiseitegelegt; Rückgängig übernimmt sie`,
      repair: n => `${many(n, 'Eintrag', 'Einträge')} repariert`,
      undo: () => 'Rückgängig gemacht',
    },
  },
  check: {
    text: 'Sieht jeden Eintrag an und findet, was nicht zusammenpasst. Eine gründliche Prüfung liest auch jedes Byte und dauert so lange wie ein Export.',
    quick: 'Prüfen',
    thorough: 'Gründlich prüfen',
    running: 'Prüfung läuft',
    repair: 'Reparieren',
    repairing: 'Reparatur läuft',
    good: (rows, size) =>
      `Alles in Ordnung: ${many(rows, 'Eintrag', 'Einträge')} und ${size} Telemetrie und Dateien.`,
    goodText: 'Die Bytes selbst liest nur eine gründliche Prüfung.',
    repaired:
      'Repariert, was sich reparieren lässt. Änderungen an Einträgen lassen sich unter Letzte Änderungen rückgängig machen.',
    names: {
      session: 'Wiedergefundene Runden',
      tracks: 'Unbekannte Strecke',
      cars: 'Unbekanntes Auto',
      drivers: 'Unbekannter Fahrer',
    },
    findings: {
      'damaged-rows': (n, tables) =>
        `${many(n, 'Eintrag ist', 'Einträge sind')} nicht lesbar (${tables}); sie bleiben, wo sie sind, und ein Export nimmt sie mit.`,
      'wrong-derived': (n, fixed) =>
        fixed
          ? `Übersichten von ${many(n, 'Sitzung', 'Sitzungen')} wurden neu gebildet.`
          : `Übersichten von ${many(n, 'Sitzung', 'Sitzungen')} passen nicht zu ihren Runden; eine Reparatur bildet sie neu.`,
      'laps-without-session': (n, fixed) =>
        fixed
          ? `${many(n, 'Runde hat', 'Runden haben')} wieder eine Sitzung, „Wiedergefundene Runden“.`
          : `${many(n, 'Runde hat', 'Runden haben')} ihre Sitzung verloren; eine Reparatur gibt ihnen eine.`,
      'sessions-without-laps': n =>
        `${many(n, 'Sitzung hat', 'Sitzungen haben')} alle Runden verloren; eine Sicherung oder die Originaldatei bringt sie zurück.`,
      'missing-record': (n, what, fixed) =>
        fixed
          ? `${what}: ${many(n, 'verlorener Eintrag hat', 'verlorene Einträge haben')} einen Platzhalter, der in der Garage benannt werden kann.`
          : `${what}: ${many(n, 'Eintrag fehlt', 'Einträge fehlen')}, den Sitzungen oder Runden nennen.`,
      'missing-bytes': n =>
        `${many(n, 'Stück Telemetrie oder Datei ist', 'Stücke Telemetrie oder Dateien sind')} verloren; Rundenzeiten bleiben, und eine Sicherung oder die Originaldatei bringt sie zurück.`,
      'damaged-bytes': n =>
        `${many(n, 'Stück Telemetrie oder Datei ist', 'Stücke Telemetrie oder Dateien sind')} auf dem Datenträger beschädigt; eine Sicherung bringt sie zurück.`,
      'unneeded-bytes': (n, size, removed) =>
        removed > 0
          ? `${many(removed, 'Datei', 'Dateien')} entfernt, die seit 30 Tagen niemand braucht.`
          : `${many(n, 'Datei', 'Dateien')} (${size}) braucht niemand; eine Reparatur entfernt, was älter als 30 Tage ist.`,
      'stray-pieces': (n, fixed) =>
        fixed
          ? `${many(n, 'Rest', 'Reste')} unterbrochenen Schreibens entfernt.`
          : `${many(n, 'Rest', 'Reste')} unterbrochenen Schreibens belegen Platz; eine Reparatur entfernt sie.`,
    },
  },
  diagnostics: {
    text: 'Was beim Finden eines Fehlers hilft: Versionen, Größen und Zahlen. Keine Namen, keine Orte, keine Dateinamen. Lies es, bevor du es weitergibst.',
    show: 'Zeigen',
    copy: 'Kopieren',
    copied: 'Kopiert.',
    notCopied: 'Der Browser erlaubte das Kopieren nicht; markiere den Text und kopiere ihn selbst.',
    save: 'Als Datei sichern',
    label: 'Diagnose, als Text',
  },
}

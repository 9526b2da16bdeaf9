/** The words of the background map, in German. */
import type { BasemapWords } from './en.ts'

export const de: BasemapWords = {
  title: 'Hintergrundkarte',
  text: 'Die Streckenkarte braucht keinen Hintergrund. Um auch ohne Netz Straßen und Gebäude darunter zu sehen, wähle eine PMTiles-Datei mit Bildern deiner Strecke; sie wird auf dieses Gerät kopiert, und nie wird etwas heruntergeladen.',
  choose: 'PMTiles-Datei wählen',
  replace: 'Andere Datei wählen',
  on: 'Unter der Strecke zeigen',
  remove: 'Von diesem Gerät entfernen',
  removed: 'Die Hintergrundkarte ist entfernt. Deine Runden sind unberührt.',
  kept: size => `${size} auf diesem Gerät`,
  zooms: (from, to) => `Zoom ${from} bis ${to}`,
  copying: name => `${name} wird kopiert`,
  done: (done, all) => `${done} von ${all}`,
  cancel: 'Abbrechen',
  onlyReal:
    'Sie liegt unter Runden mit GPS-Positionen; Strecken von Simulatoren haben keinen Ort auf der Erde.',
  credit: text => `Karte: ${text}`,
  noCredit: 'Karte: Die Datei nennt keine Quelle',
  problems: {
    notPmtiles:
      'Diese Datei ist keine PMTiles-Karte, deshalb wurde nichts behalten. Wähle eine Datei, die auf .pmtiles endet und der Version 3 folgt.',
    truncated:
      'Diese PMTiles-Datei ist abgeschnitten oder beschädigt, deshalb wurde nichts behalten. Kopiere oder lade sie noch einmal und wähle sie erneut.',
    vector:
      'Diese PMTiles-Datei enthält Vektordaten, die Paddock nicht zeichnen kann, deshalb wurde nichts behalten. Wähle eine mit Bildkacheln (PNG, JPEG oder WebP).',
    tiles:
      'Diese PMTiles-Datei enthält Kacheln, die Paddock nicht zeichnen kann, deshalb wurde nichts behalten. Wähle eine mit Bildkacheln (PNG, JPEG oder WebP).',
    packed:
      'Diese PMTiles-Datei ist so gepackt, dass Paddock sie nicht lesen kann, deshalb wurde nichts behalten. Wähle eine mit gzip oder ungepackte.',
    tooLarge: most =>
      `Diese Datei ist größer als ${most}, deshalb wurde nichts behalten. Wähle einen kleineren Teil der Karte um deine Strecken herum.`,
    hostile:
      'Das Verzeichnis dieser PMTiles-Datei nennt Größen, die nicht stimmen können, deshalb wurde nichts behalten. Wähle eine andere Datei.',
    noSpace:
      'Auf diesem Gerät ist nicht genug Platz für diese Karte, deshalb wurde nichts behalten; deine Runden sind unberührt. Schaffe Platz oder wähle eine kleinere Datei.',
    noPlace:
      'Dieser Browser kann hier keine Kartendatei behalten, deshalb wurde nichts behalten; deine Runden sind unberührt. Die Streckenkarte geht auch ohne.',
    stopped: 'Das Kopieren wurde abgebrochen; nichts von der Datei wurde behalten.',
    failed:
      'Die Karte ließ sich nicht auf dieses Gerät kopieren, deshalb wurde nichts behalten; deine Runden sind unberührt. Versuch es noch einmal oder wähle eine andere Datei.',
    unreadable:
      'Die Hintergrundkarte auf diesem Gerät ist nicht mehr lesbar, deshalb wird die Strecke ohne sie gezeichnet. Wähle die Datei noch einmal.',
  },
}

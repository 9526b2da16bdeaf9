/** The words of maps, in German; part of `de.ts`. */
import type { Words } from './en.ts'

export const mapWords: Words['map'] = {
  controls: 'Kartenausschnitt',
  zoomIn: 'Näher heran',
  zoomOut: 'Weiter weg',
  fit: 'Ganze Runde',
  left: 'Ausschnitt nach links',
  right: 'Ausschnitt nach rechts',
  up: 'Ausschnitt nach oben',
  down: 'Ausschnitt nach unten',
  wheelHint: 'Strg halten, um mit dem Rad zu zoomen, oder erst auf die Karte drücken',
  north: 'Norden ist oben',
  scale: length => `Maßstab: Der Balken ist ${length} lang`,
  empty:
    'Diese Runden haben keine Positionen, deshalb gibt es hier nichts zu zeichnen. Zeiten und Kanäle sind vollständig.',
  corner: name => `Kurve ${name}`,
  corners: 'Kurven',
  legend: {
    speed: 'Tempo',
    delta: 'Zeit gegen die Referenz',
    faster: gap => `${gap} s, schneller`,
    slower: gap => `${gap} s, langsamer`,
    same: 'gleich',
    owner: 'Hier am schnellsten',
    share: percent => `${percent} der Runde`,
    reference: 'Referenz',
    nothing: 'Für diese Runde ist hier nichts bekannt.',
  },
  gates: {
    title: 'Linien auf der Strecke',
    start: 'Start- und Ziellinie',
    finish: 'Ziellinie',
    sector: n => `Sektorlinie ${n}`,
    choose: 'Linie, die bewegt wird',
    place: 'Ort auf der Strecke',
    back: length => `${length} zurück`,
    forward: length => `${length} vor`,
    turn: 'Richtung',
    turnLeft: degrees => `${degrees}° nach links drehen`,
    turnRight: degrees => `${degrees}° nach rechts drehen`,
    straight: 'gerade quer',
    turned: degrees => `${Math.abs(degrees)}° nach ${degrees > 0 ? 'rechts' : 'links'} gedreht`,
    width: 'Breite',
    narrower: 'Schmaler',
    wider: 'Breiter',
    add: 'Sektorlinie am Cursor einfügen',
    addHint: 'Setz zuerst den Cursor dorthin, wo die Linie liegen soll.',
    tooClose: 'Weniger als 20 m vom Cursor liegt schon eine Linie.',
    remove: 'Diese Linie entfernen',
    handle: line => `${line}: die Strecke entlang ziehen oder Pfeiltasten nehmen`,
    end: (line, side) =>
      `${line}, ${side === 'left' ? 'linkes' : 'rechtes'} Ende: ziehen zum Drehen oder Verbreitern, oder Pfeiltasten nehmen`,
  },
  basemap: {
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
  },
}

/**
 * A chart or a stack as a PNG, twice as fine as a page: what is drawn on canvases is drawn anew at that size, the
 * text and lines of the page around it are set at the places they have on screen, a title and a legend above.
 *
 * Limits: of the page only text, filled surfaces and upper and left hairlines are taken over; buttons and what
 * only a screen reader hears are left out. The picture has the ground colour of the theme in force.
 */
import { Chart } from 'chart.js'

export interface PngLegend {
  readonly name: string
  /** The name of a design token. */
  readonly colour: string
  readonly isReference: boolean
}

const SCALE = 2
const MARGIN = 24
const TITLE_LINE = 28
const LEGEND_LINE = 22
const LEGEND_FONT = '420 12px'
const SWATCH = 18
const GAP = 16

export const chartToPng = async (
  element: HTMLElement,
  { title, legend = [] }: { readonly title: string; readonly legend?: readonly PngLegend[] },
): Promise<Blob> => {
  const style = getComputedStyle(element)
  // A canvas does not wait for the page's font as text does.
  await document.fonts.load(`620 16px ${style.fontFamily}`, `${title} ${element.textContent}`)
  const box = element.getBoundingClientRect()
  const canvas = document.createElement('canvas')
  const paper = canvas.getContext('2d')!
  const width = box.width + 2 * MARGIN
  const lines = legendLines(legend, style.fontFamily, paper, box.width)
  const top = MARGIN + TITLE_LINE + lines.length * LEGEND_LINE + 8
  canvas.width = Math.ceil(width * SCALE)
  canvas.height = Math.ceil((top + box.height + MARGIN) * SCALE)
  paper.scale(SCALE, SCALE)
  const token = (name: string) => style.getPropertyValue(name).trim()
  paper.fillStyle = token('--bg')
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.fillStyle = token('--ink')
  paper.textBaseline = 'alphabetic'
  paper.font = `620 16px ${style.fontFamily}`
  paper.fillText(title, MARGIN, MARGIN + 16, box.width)
  paper.font = `${LEGEND_FONT} ${style.fontFamily}`
  for (const [row, entries] of lines.entries()) {
    const y = MARGIN + TITLE_LINE + row * LEGEND_LINE + 12
    for (const { entry, x } of entries) {
      paper.fillStyle = token(entry.colour)
      paper.fillRect(MARGIN + x, y - (entry.isReference ? 6 : 5), SWATCH, entry.isReference ? 3 : 2)
      paper.fillStyle = token('--ink-2')
      paper.fillText(entry.name, MARGIN + x + SWATCH + 6, y)
    }
  }
  paper.translate(MARGIN - box.left, top - box.top)
  copySurfaces(element, paper)
  copyCanvases(element, paper)
  copyOverlays(element, paper)
  copyText(element, paper)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
      'image/png',
    )
  })
}

/** A name for the file: the title without what a file system refuses. */
export const pngFileName = (title: string): string =>
  `${
    title
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 120)
      .trim() || 'chart'
  }.png`

type PlacedEntry = { readonly entry: PngLegend; readonly x: number }

const legendLines = (
  legend: readonly PngLegend[],
  family: string,
  paper: CanvasRenderingContext2D,
  width: number,
): PlacedEntry[][] => {
  paper.font = `${LEGEND_FONT} ${family}`
  const lines: PlacedEntry[][] = []
  let x = Number.POSITIVE_INFINITY
  for (const entry of legend) {
    const needed = SWATCH + 6 + paper.measureText(entry.name).width
    if (x + needed > width) {
      lines.push([])
      x = 0
    }
    lines.at(-1)!.push({ entry, x })
    x += needed + GAP
  }
  return lines
}

const OVERLAY = '[data-png="above"]'

const isSeen = (element: Element): boolean =>
  element.closest('button, .visually-hidden, [hidden]') === null && element.checkVisibility()

/** Clips to whatever cuts the element off on the page. */
const within = (
  element: Element,
  root: Element,
  paper: CanvasRenderingContext2D,
  paint: () => void,
): void => {
  paper.save()
  for (let at = element.parentElement; at && root.contains(at); at = at.parentElement) {
    if (getComputedStyle(at).overflowX !== 'hidden') continue
    const box = at.getBoundingClientRect()
    paper.beginPath()
    paper.rect(box.left, box.top, box.width, box.height)
    paper.clip()
  }
  paint()
  paper.restore()
}

const paintSurface = (element: Element, root: Element, paper: CanvasRenderingContext2D): void => {
  if (!isSeen(element)) return
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  within(element, root, paper, () => {
    paper.fillStyle = style.backgroundColor
    paper.fillRect(box.left, box.top, box.width, box.height)
    paper.fillStyle = style.borderTopColor
    paper.fillRect(box.left, box.top, box.width, Number.parseFloat(style.borderTopWidth))
    paper.fillStyle = style.borderLeftColor
    paper.fillRect(box.left, box.top, Number.parseFloat(style.borderLeftWidth), box.height)
  })
}

const copySurfaces = (root: HTMLElement, paper: CanvasRenderingContext2D): void => {
  for (const element of root.querySelectorAll('*'))
    if (!element.closest(OVERLAY)) paintSurface(element, root, paper)
}

const copyOverlays = (root: HTMLElement, paper: CanvasRenderingContext2D): void => {
  for (const element of root.querySelectorAll(`${OVERLAY} *`)) paintSurface(element, root, paper)
}

/** Each chart redraws itself at twice the size for a moment; nothing is painted on screen in between. */
const copyCanvases = (root: HTMLElement, paper: CanvasRenderingContext2D): void => {
  for (const canvas of root.querySelectorAll('canvas')) {
    const box = canvas.getBoundingClientRect()
    if (box.width === 0 || box.height === 0) continue
    const chart = Chart.getChart(canvas)
    if (chart) {
      chart.options.devicePixelRatio = SCALE
      chart.resize(chart.width, chart.height)
    }
    within(canvas, root, paper, () => paper.drawImage(canvas, box.left, box.top, box.width, box.height))
    if (chart) {
      delete chart.options.devicePixelRatio
      chart.resize(chart.width, chart.height)
    }
  }
}

const copyText = (root: HTMLElement, paper: CanvasRenderingContext2D): void => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    const text = node.nodeValue?.trim()
    if (!parent || !text || !isSeen(parent)) continue
    const style = getComputedStyle(parent)
    range.selectNodeContents(node)
    const rects = range.getClientRects()
    const box = range.getBoundingClientRect()
    within(parent, root, paper, () => {
      paper.fillStyle = style.color
      paper.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      paper.textBaseline = 'middle'
      if (rects.length <= 1) paper.fillText(text, box.left, (box.top + box.bottom) / 2)
      else drawWrapped(node!, text, range, paper)
    })
  }
}

/** Text the page broke into lines is broken at the same places. */
const drawWrapped = (node: Node, text: string, range: Range, paper: CanvasRenderingContext2D): void => {
  const start = node.nodeValue!.indexOf(text)
  let line = ''
  let at: DOMRect | null = null
  const flush = () => {
    if (at) paper.fillText(line.trimEnd(), at.left, (at.top + at.bottom) / 2)
  }
  for (let i = 0; i < text.length; i++) {
    range.setStart(node, start + i)
    range.setEnd(node, start + i + 1)
    const box = range.getBoundingClientRect()
    if (!at || box.top > at.bottom - 2) {
      flush()
      at = box
      line = ''
    }
    line += text[i]
  }
  flush()
}

/**
 * Works side by side, and keeps what each prints together.
 *
 * A work that runs alone prints at once. Of several, each is printed whole when it ends; meanwhile one line says
 * which run, since when and what they said last: written over itself on a terminal, now and then elsewhere.
 */
import { stripVTControlCharacters } from 'node:util'

const ON_TERMINAL_MS = 1000
const ELSEWHERE_MS = 30_000 // often enough that nobody takes a silent log for one that hangs
const CLEAR_LINE = '\r\u001b[2K'

/**
 * Takes from the front of the list whenever a lane is free, so that the longest waits for none.
 * @template T, R
 * @param {readonly T[]} list
 * @param {number} lanes
 * @param {(item: T, isLast: boolean) => Promise<R>} work isLast: nothing waits behind it
 * @returns {Promise<R[]>} in the order of the list
 */
export const inLanes = async (list, lanes, work) => {
  const waiting = [...list.entries()]
  /** @type {R[]} */
  const results = []
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next[0]] = await work(next[1], waiting.length === 0)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}

/** @param {string} text */
const lastLineOf = text => {
  const lines = stripVTControlCharacters(text.slice(-2000)).split(/[\r\n]+/)
  return lines.findLast(line => line.trim() !== '')?.trim() ?? ''
}

/** @typedef {{ write: (text: string) => unknown, isTTY?: boolean, columns?: number }} Screen */

/**
 * @param {Screen} screen
 * @param {{ now?: () => number, everyMs?: number }} [options]
 */
export const createJournal = (
  screen,
  { now = () => performance.now(), everyMs = screen.isTTY ? ON_TERMINAL_MS : ELSEWHERE_MS } = {},
) => {
  /** @type {Map<string, { since: number, text: string }>} */
  const running = new Map()
  /** @type {NodeJS.Timeout | undefined} */
  let timer

  const clear = () => screen.isTTY && screen.write(CLEAR_LINE)
  const sign = () => {
    const parts = [...running].map(([name, { since, text }]) => {
      const last = lastLineOf(text)
      return `${name} ${((now() - since) / 1000).toFixed(0)} s${last && `: ${last.slice(0, 60)}`}`
    })
    const line = `… ${parts.join(' | ')}`
    if (screen.isTTY) screen.write(`${CLEAR_LINE}${line.slice(0, (screen.columns ?? 80) - 1)}`)
    else screen.write(`${line}\n`)
  }

  return {
    /** A work of several: its text is kept until `end` prints it. @param {string} name @param {string} heading */
    begin(name, heading) {
      const entry = { since: now(), text: '' }
      running.set(name, entry)
      timer ??= setInterval(sign, everyMs)
      return {
        /** @param {string} text */
        add(text) {
          entry.text += text
        },
        end() {
          running.delete(name)
          clear()
          screen.write(`${heading}${entry.text.trimEnd()}\n`)
          if (running.size > 0) return
          clearInterval(timer)
          timer = undefined
        },
      }
    },
  }
}

/**
 * Shows what /health.json says, once a second. Texts are set as text and never as markup: names of pages and what
 * games wrote come from elsewhere. What did not change is left alone, so that focus and selection stay.
 */
const EVERY_MS = 1000
const SVG = 'http://www.w3.org/2000/svg'
/** Drawn, because not every machine's fonts have a tick. */
const SIGNS = {
  good: 'M3.5 8.5l3 3 6-7',
  wait: 'M3.5 8h0M8 8h0M12.5 8h0',
  bad: 'M8 3.5v5M8 12.2h0',
  off: 'M4.5 8h7',
}

const at = id => document.getElementById(id)

const put = (node, text) => {
  if (node.textContent !== text) node.textContent = text
}

const make = (tag, className, ...children) => {
  const node = document.createElement(tag)
  if (className) node.className = className
  node.append(...children)
  return node
}

const draw = (size, path) => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`)
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** The sign of a level, drawn again only when it is another one. */
const sign = (node, level) => {
  if (node.parentElement.dataset.level === level) return
  node.parentElement.dataset.level = level
  node.replaceChildren(draw(16, SIGNS[level]))
}

const button = (text, className, onClick) => {
  const node = make('button', `button ${className}`, text)
  node.type = 'button'
  node.addEventListener('click', onClick)
  return node
}

const say = text => {
  at('failed').hidden = text === ''
  put(at('failed'), text)
}

let report = null

const ask = async (path, body) => {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const said = answer.ok ? '' : (await answer.json()).message
    say(said)
  } catch {
    say(report.failed)
  }
  await look()
}

/** A button that asks once more, in place, before it does what cannot be undone. */
const deed = (label, question, cancel, act) => {
  const place = make('div', 'deed')
  const rest = () => {
    const first = button(label, '', () => {
      const no = button(cancel, '', () => {
        rest()
        place.querySelector('button').focus()
      })
      place.replaceChildren(make('p', 'question', question), button(label, 'danger', act), no)
      no.focus()
    })
    place.replaceChildren(first)
  }
  rest()
  return place
}

const rowNodes = new Map()

const createRow = id => {
  const mark = make('span', 'sign')
  const name = make('span', 'name')
  const word = make('span', 'word')
  const detail = make('span', 'detail')
  const todo = make('span', 'todo')
  mark.setAttribute('role', 'img')
  const node = make('li', '', mark, name, make('div', 'said', word, detail, todo))
  at('rows').append(node)
  const nodes = { mark, name, word, detail, todo }
  rowNodes.set(id, nodes)
  return nodes
}

const showRow = ({ id, level, name, word, detail, todo }) => {
  const nodes = rowNodes.get(id) ?? createRow(id)
  sign(nodes.mark, level)
  nodes.mark.setAttribute('aria-label', report.signs[level])
  put(nodes.name, name)
  put(nodes.word, word)
  put(nodes.detail, detail)
  put(nodes.todo, todo)
}

const linkTo = address => {
  const node = make('a', '', address)
  node.href = address
  node.rel = 'noreferrer'
  return node
}

const shown = new Map()
/** Whether a part is not what it was when it was last shown. */
const isNew = (part, value) => {
  const text = JSON.stringify(value)
  const before = shown.get(part)
  shown.set(part, text)
  return text !== before
}

const showPairings = ({ title, none, revoke, confirm, cancel, list }) => {
  put(at('pairings-title'), title)
  put(at('pairings-none'), none)
  at('pairings-none').hidden = list.length > 0
  at('pairings').replaceChildren(
    ...list.map(({ id, name, detail }) =>
      make(
        'li',
        '',
        make('div', 'who', make('strong', '', name), make('span', 'muted', detail)),
        deed(revoke, confirm, cancel, () => ask('/health/revoke', { id })),
      ),
    ),
  )
}

const showGuest = guest => {
  at('guest').hidden = guest === null
  if (guest === null) return
  put(at('guest-title'), guest.title)
  put(at('guest-text'), guest.text)
  at('guest-address').replaceChildren(...(guest.address ? [linkTo(guest.address)] : []))
  at('code').replaceChildren(...(guest.code ? [draw(guest.code.size, guest.code.path)] : []))
  const renew = () => ask('/health/guest', { renew: true })
  at('guest-deed').replaceChildren(deed(guest.renew, guest.confirm, guest.cancel, renew))
}

const show = () => {
  document.documentElement.lang = report.lang
  document.title = `${report.headline} · ${report.title}`
  put(at('title'), report.title)
  put(at('version'), report.version)
  sign(at('sign'), report.level)
  put(at('headline'), report.headline)
  put(at('open'), report.page.label)
  at('open').href = report.page.address
  for (const row of report.rows) showRow(row)
  if (isNew('pairings', report.pairings)) showPairings(report.pairings)
  if (isNew('guest', report.guest)) showGuest(report.guest)
  document.querySelector('main').hidden = false
}

const showLost = isLost => {
  document.body.classList.toggle('is-lost', isLost)
  at('lost').hidden = !isLost
  if (isLost) put(at('lost'), report.lost)
}

const look = async () => {
  try {
    const answer = await fetch('/health.json', { signal: AbortSignal.timeout(5 * EVERY_MS) })
    report = await answer.json()
    show()
    showLost(false)
  } catch {
    if (report) showLost(true)
  }
}

const lookAgain = async () => {
  if (!document.hidden) await look()
  setTimeout(lookAgain, EVERY_MS)
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void look()
})
await lookAgain()

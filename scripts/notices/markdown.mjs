/**
 * The notices as a page of Markdown: one list of packages, then each licence text once with the packages under it.
 */

/** @typedef {import('./packages.mjs').Notices} Notices */

const HEAD = `# Third-party notices

Paddock is made with the software below. This page is generated from the lock file by \`npm run notices\`.
`

/** A fence longer than any run of backticks inside. @param {string} text */
const fenceFor = text =>
  '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(match => match[0].length + 1)))

/** @param {Notices} notices */
const nodeSection = ({ nodes }) => `## Node.js

Node.js is installed along with Paddock as one of these packages, the one made for the machine: ${nodes
  .map(({ name, version }) => `${name} ${version}`)
  .join(', ')}.
Its licence (MIT) and those of the software inside it are in the file LICENSE of that package's folder.
`

/** @param {Notices} notices @returns {string} */
export const noticesToMarkdown = notices => {
  const { packages, texts } = notices
  const list = packages.map(({ name, version, licence, author, text }) => {
    const by = text === null && author ? `, by ${author}` : ''
    const none = text === null ? ' (the package carries no licence text)' : ''
    return `- ${name} ${version}: ${licence}${by}${none}`
  })
  const sections = texts.map((text, index) => {
    const users = packages
      .filter(entry => entry.text === index)
      .map(entry => `${entry.name} ${entry.version}`)
    const fence = fenceFor(text)
    return `### ${users.join(', ')}\n\n${fence}text\n${text}\n${fence}\n`
  })
  return [
    HEAD,
    `## Packages\n\n${list.join('\n')}\n`,
    nodeSection(notices),
    '## Licence texts\n',
    ...sections,
  ].join('\n')
}

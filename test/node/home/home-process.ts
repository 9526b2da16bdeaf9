/** A program that is nothing but a home server, for the tests that kill one: `home-process.ts PORT PAGE NAME`. */
import { startHome } from '#node/home'
import { silentLog } from '#node/log'
import { createPage } from '#node/page'

const [port = '', page = '', version = ''] = process.argv.slice(2)
const start = await startHome({ port: Number(port), page: createPage(page), version, log: silentLog })
if (!start.ok) throw new Error(start.message)
const state = start.home.state()
if (state.kind === 'waiting')
  console.log(`waiting for ${state.holder.version} in process ${state.holder.pid}`)
const { port: served } = await start.home.serving
console.log(`serving ${served}`)

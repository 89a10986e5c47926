// listen.js NAME COUNT: what listen.py does, with reeve/sdk/listener.

import { renameSync, writeFileSync } from 'node:fs'
import { listen } from 'reeve/sdk/listener'

const [name = '', count = ''] = process.argv.slice(2)
const batch = Number(count)
let heard = 0
let begun = 0

await listen(() => {
  if (heard % batch === 0) begun = Date.now()
  heard += 1
  if (heard % batch > 0) return
  const path = `${name}${heard / batch}`
  writeFileSync(`${path}.new`, `${begun / 1000} ${Date.now() / 1000}`)
  renameSync(`${path}.new`, path)
})

// npm run bench -- [CASE...] [--check] [--quick] [--self]
//
// Measures Supervisor and Reeve in alternation and prints one table. --check exits 1 when a row is short of its target,
// --quick takes small sizes that only show that the cases work, --self measures Supervisor on both sides, to show the
// noise of the machine.

import { parseArgs } from 'node:util'
import { type Kind, missing } from '../support/systems.js'
import { measurePairs, type Size } from './bench-case.js'
import { CASES } from './cases/index.js'
import { type Result, render, results } from './table.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, quick: { type: 'boolean' }, self: { type: 'boolean' } },
})
const size: Size = values.quick === true ? 'quick' : 'full'
const ours: Kind = values.self === true ? 'supervisor' : 'reeve'

const unknown = positionals.filter((name) => CASES.every((one) => one.name !== name))
if (unknown.length > 0) {
  stop(`no case ${unknown.join(', ')}; there are ${CASES.map((one) => one.name).join(', ')}`)
}
const lacking = missing(['supervisor', ours, 'python3'])
if (lacking !== undefined) stop(`cannot measure: ${lacking}`)

const all: Result[] = []
for (const benchCase of CASES) {
  if (positionals.length > 0 && !positionals.includes(benchCase.name)) continue
  const pairs = await measurePairs(benchCase, size, ours, (pair) => {
    console.error(
      `${benchCase.name}: Supervisor ${JSON.stringify(pair.reference)} Reeve ${JSON.stringify(pair.ours)}`,
    )
  })
  all.push(...results(benchCase, pairs))
}
console.log(`node ${process.version}, ${size} size`)
console.log(render(all))
if (values.check === true && all.some((one) => !one.reached)) process.exitCode = 1

function stop(message: string): never {
  console.error(message)
  process.exit(2)
}

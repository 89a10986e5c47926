// A call of a tapped hook: what each plugin that listens adds to a moment. Supervisor has nothing like it.

import { createHooks } from '../../../core/hooks.js'
import { createEvent } from '../../../sdk/events.js'
import type { BenchCase } from '../bench-case.js'

const CALLS = { full: 20_000_000, quick: 100_000 }

export const HOOKS: BenchCase = {
  name: 'hooks',
  pairs: 3,
  rows: [{ figure: 'call', title: 'a call of a tapped hook', unit: 'ns', target: { below: 100 } }],
  async measure(kind, size) {
    if (kind === 'supervisor') return {}
    const { event: hook } = createHooks({
      log: { error: fail, debug: fail },
      clock: { after: () => fail() },
    })
    let heard = 0
    hook.tap('bench', () => {
      heard += 1
    })
    const event = createEvent('REMOTE_COMMUNICATION', () => '')
    const call = (count: number) => {
      for (let index = 0; index < count; index += 1) hook.call(event)
    }
    call(CALLS[size] / 10)
    const begun = process.hrtime.bigint()
    call(CALLS[size])
    const elapsed = Number(process.hrtime.bigint() - begun)
    if (heard < CALLS[size]) fail()
    return { call: elapsed / CALLS[size] }
  },
}

function fail(): never {
  throw new Error('the hook did not work')
}

// An rpcinterface that tells what only the daemon itself can see: its heap after a collection, and what keeps its event
// loop awake.

import { getActiveResourcesInfo } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export function create(): {
  readonly look: () => { readonly heapBytes: number; readonly resources: string[] }
} {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return {
    look() {
      collect()
      return { heapBytes: process.memoryUsage().heapUsed, resources: getActiveResourcesInfo().sort() }
    },
  }
}

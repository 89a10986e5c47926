// cache_clear, cache_count, cache_delete, cache_fetch, cache_keys, cache_store: the commands of the Python package
// supervisor_cache, each one call of the namespace `cache`.

import type { XmlRpcValue } from 'reeve/sdk/client'
import { type CtlCommand, ctlHooks, defineCtlPlugin } from 'reeve/sdk/ctl'
import { asPython } from './as-python.js'
import { splitWords } from './split-words.js'

interface CacheCommand {
  readonly method: string
  readonly words: number
  /** The answer as text; null prints nothing. */
  readonly show: ((answer: XmlRpcValue) => string) | null
  readonly help: string
}

const COMMANDS: Readonly<Record<string, CacheCommand>> = {
  cache_clear: {
    method: 'clear',
    words: 0,
    show: null,
    help: 'cache_clear\tRemove all items from the cache',
  },
  cache_count: {
    method: 'getCount',
    words: 0,
    show: String,
    help: 'cache_count\tShow how many items there are',
  },
  cache_delete: { method: 'delete', words: 1, show: null, help: 'cache_delete <key>\tRemove one item' },
  cache_fetch: { method: 'fetch', words: 1, show: asPython, help: 'cache_fetch <key>\tShow one item' },
  cache_keys: { method: 'getKeys', words: 0, show: asPython, help: 'cache_keys\tShow the keys of all items' },
  cache_store: { method: 'store', words: 2, show: null, help: 'cache_store <key> <value>\tKeep a value' },
}

function createCommand({ method, words, show, help }: CacheCommand): CtlCommand {
  return {
    help: [help],
    async run(ctl, argument) {
      const given = splitWords(argument)
      if (given.length !== words) {
        ctl.output(help)
        return
      }
      const answer = await ctl.client.call(`cache.${method}`, ...given)
      if (show !== null) ctl.output(show(answer))
    },
  }
}

export default defineCtlPlugin({
  name: 'cache',
  apply(ctl) {
    ctlHooks(ctl).commands.tap('cache', (registry) => {
      for (const [name, command] of Object.entries(COMMANDS)) {
        registry.add({ name, load: () => createCommand(command) })
      }
    })
  },
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCompleter } from '../../../core/ctl/completion.js'
import { createCtl } from '../../../core/ctl/ctl.js'
import { standardCtlPlugins } from '../../../plugins/standard-ctl.js'
import { processInfo, startFakeServer } from './fake-server.js'
import { createMemoryTerminal } from './memory-terminal.js'

async function completions(...lines: readonly string[]): Promise<{ found: string[][]; calls: string[] }> {
  const infos = [processInfo('web', 'web'), processInfo('pool', 'one'), processInfo('pool', 'two-2')]
  const server = await startFakeServer({ methods: { getAllProcessInfo: () => infos } })
  try {
    const ctl = createCtl({
      settings: { serverurl: server.serverurl, username: null, password: null, origin: 'a test' },
      terminal: createMemoryTerminal(),
      interactive: true,
      plugins: standardCtlPlugins.map((plugin) => ({ plugin })),
    })
    const completer = createCompleter(ctl.commands, ctl.connect)
    const found: string[][] = []
    for (const line of lines) found.push((await completer.complete(line))[0])
    return { found, calls: server.calls }
  } finally {
    await server.close()
  }
}

test('the first word and the topic of help complete to commands, with a blank (CTL-47)', async () => {
  const { found } = await completions('sta', 'help re', '')
  assert.deepEqual(found[0], ['start ', 'status '])
  assert.deepEqual(found[1], ['reload ', 'remove ', 'reread ', 'restart '])
  assert.ok(found[2]?.includes('help ') && !found[2].includes('EOF '))
})

test('names complete to processes and groups, asked for once between two commands (CTL-47)', async () => {
  const { found, calls } = await completions(
    'stop ',
    'stop pool:t',
    'tail web:',
    'update ',
    'remove p',
    'reload ',
  )
  assert.deepEqual(found, [
    ['web ', 'pool:one ', 'pool:* ', 'pool:two-2 '],
    ['pool:two-2 '],
    ['web:web ', 'web:* '],
    ['web ', 'pool '],
    ['pool '],
    [],
  ])
  assert.deepEqual(calls, ['getAllProcessInfo'])
})

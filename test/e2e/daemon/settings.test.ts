// Settings of [supervisord] that a restart in place takes up, and sections of which there are several.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDaemon, writeConfig } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'
import { skipUnless } from '../../support/systems.js'
import { waitFor } from '../../support/wait.js'

const skip = skipUnless('reeve')
const PROGRAM = `[program:a]\ncommand=sh -c 'printf "\\033[31mred\\033[0m\\n"; exec sleep 1000'\nstartsecs=0\n`

test('a restart takes up identifier, childlogdir, strip_ansi and nocleanup (CFG-SUPD-11, 12, 15, 17, LOG-22)', {
  skip,
}, async () => {
  const scratch = new Scratch()
  const generated = (folder: string) => scratch.names(folder).filter((name) => name.startsWith('a-stdout'))
  const written = (file: string, text: string) =>
    waitFor(() => scratch.read(file) === text, { what: `${JSON.stringify(text)} in ${file}` })
  const old = (identifier: string) => `old-stdout---${identifier}-abcdefgh.log`
  scratch.folder('one')
  scratch.folder('two')
  for (const identifier of ['first', 'other']) scratch.write(`one/${old(identifier)}`, '')
  const daemon = await startDaemon({
    kind: 'reeve',
    config: `[supervisord]\nchildlogdir=%(here)s/one\nidentifier=first\nstrip_ansi=true\n${PROGRAM}`,
    scratch,
  })
  try {
    await daemon.until('a', 'RUNNING')
    assert.equal(await daemon.ask('getIdentification'), 'first')
    const [name = ''] = generated('one')
    assert.match(name, /^a-stdout---first-.{8}\.log$/)
    await written(`one/${name}`, 'red\n')
    await daemon.ask('stopProcess', 'a')
    // Only logs with its own identifier are an earlier run's.
    assert.deepEqual(
      scratch.names('one').filter((one) => one.startsWith('old')),
      [old('other')],
    )

    scratch.write(`two/${old('second')}`, '')
    writeConfig(
      scratch,
      `[supervisord]\nchildlogdir=%(here)s/two\nidentifier=second\nnocleanup=true\n${PROGRAM}`,
    )
    daemon.signal('SIGHUP')
    await daemon.logged(/supervisord started with pid/, 2)
    await daemon.until('a', 'RUNNING')
    assert.equal(await daemon.ask('getIdentification'), 'second')
    const [next = ''] = generated('two')
    assert.match(next, /^a-stdout---second-.{8}\.log$/)
    await written(`two/${next}`, '\x1b[31mred\x1b[0m\n')
    await daemon.ask('stopProcess', 'a')
    assert.ok(scratch.has(`two/${old('second')}`))
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

test('several [rpcinterface:x] and [ctlplugin:x] with one factory each have their own keys (CFG-PLUG-01, EXT-01)', {
  skip,
}, async () => {
  const scratch = new Scratch()
  scratch.write(
    'interface.mjs',
    'export const make = (supervisor, keys) => ({ colour: () => keys.colour, state: () => supervisor.state })',
  )
  scratch.write(
    'commands.mjs',
    `export const make = ({ word }) => ({
  name: word,
  apply(ctl) {
    const hooks = ctl.contract('ctl', () => { throw new Error('the host has it') })
    const run = (it, words) => it.output(word + ' ' + words)
    hooks.commands.tap(word, (registry) => registry.add({ name: 'say_' + word, load: () => ({ help: [word], run }) }))
  },
})`,
  )
  const daemon = await startDaemon({
    kind: 'reeve',
    config: ['red', 'blue']
      .map(
        (colour) =>
          `[rpcinterface:${colour}]\nsupervisor.rpcinterface_factory=./interface.mjs:make\ncolour=${colour}\n` +
          `[ctlplugin:${colour}]\nsupervisor.ctl_factory=./commands.mjs:make\nword=${colour}\n`,
      )
      .join(''),
    scratch,
  })
  try {
    assert.equal(await daemon.ask('red.colour'), 'red')
    assert.equal(await daemon.ask('blue.colour'), 'blue')
    assert.equal(await daemon.ask('blue.state'), 'RUNNING')
    const methods = (await daemon.ask('system.listMethods')) as string[]
    for (const name of ['red.colour', 'blue.colour', 'supervisor.getState']) assert.ok(methods.includes(name))
    for (const colour of ['red', 'blue']) {
      const { code, stdout, stderr } = await daemon.control([`say_${colour}`, 'x'])
      assert.deepEqual([code, stdout, stderr], [0, `${colour} x\n`, ''])
    }
  } finally {
    await daemon.close()
    await scratch.remove()
  }
})

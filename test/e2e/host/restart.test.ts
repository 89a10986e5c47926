// A restart in place takes the plugins that the configuration names now.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Daemon, startDaemon, writeConfig } from '../../support/daemon.js'
import { Scratch } from '../../support/scratch.js'

const PROGRAM = '[program:cat]\ncommand=/bin/cat\nstartsecs=0\n'
const plugin = (name: string, body = '') => `
export default {
  name: '${name}',
  sections: { '${name}-section': 'single' },
  apply(supervisor, { sections }) {
    supervisor.log.info('${name} is here with ' + sections.map(({ header }) => header))
    ${body}
    return () => supervisor.log.info('${name} is gone')
  },
}
`

interface Stage {
  readonly daemon: Daemon
  readonly scratch: Scratch
  /** Writes a new configuration and asks for a restart. */
  restart(config: string): void
}

async function withDaemon(config: string, play: (stage: Stage) => Promise<void>): Promise<void> {
  const scratch = new Scratch()
  for (const name of ['one', 'two']) scratch.write(`${name}.mjs`, plugin(name))
  const daemon = await startDaemon({ kind: 'reeve', config: config + PROGRAM, scratch })
  try {
    await play({
      daemon,
      scratch,
      restart(next) {
        writeConfig(scratch, next + PROGRAM)
        daemon.signal('SIGHUP')
      },
    })
    daemon.signal('SIGTERM')
    assert.equal(await daemon.exit(), 0)
  } finally {
    await daemon.close()
    await scratch.remove()
  }
}

const ONE = '[plugin:one]\nmodule=./one.mjs\n[one-section]\n'
const TWO = '[plugin:two]\nmodule=./two.mjs\n[two-section]\n'

test('a restart loads plugins that are newly named and drops those that are no longer named', () =>
  withDaemon(ONE, async ({ daemon, restart }) => {
    await daemon.logged(/INFO one is here with one-section/)
    restart(TWO)
    await daemon.logged(/INFO two is here with two-section/)
    await daemon.logged(/INFO supervisord started with pid/, 2)
    assert.equal(daemon.matching(/one is here/).length, 1)
    assert.equal(daemon.matching(/one is gone/).length, 1)
    assert.equal(daemon.matching(/WARN/).filter((line) => /section/.test(line)).length, 0)
  }))

test('a restart that cannot load a plugin is refused and everything runs on; mended, it goes through', () =>
  withDaemon(ONE, async ({ daemon, scratch, restart }) => {
    const { pid } = await daemon.until('cat', 'RUNNING')
    scratch.write('broken.mjs', "throw new Error('no database')")
    const broken = `${ONE}[plugin:broken]\nmodule=./broken.mjs\n`
    restart(broken)
    await daemon.logged(
      /ERRO restart refused, everything runs on as it is: .*broken\.mjs cannot be loaded: Error: no database/,
    )
    assert.equal((await daemon.info('cat')).pid, pid)
    assert.equal(daemon.matching(/one is gone/).length, 0)
    const outcome = await daemon.call('restart')
    assert.ok('fault' in outcome && outcome.fault === 92, JSON.stringify(outcome))
    scratch.write('broken.mjs', plugin('mended'))
    restart(broken)
    await daemon.logged(/INFO mended is here/)
    await daemon.logged(/INFO one is here/, 2)
  }))

test('a plugin that fails to apply after a restart brings the plugins of before back', () =>
  withDaemon(ONE, async ({ daemon, scratch, restart }) => {
    await daemon.until('cat', 'RUNNING')
    scratch.write('failing.mjs', plugin('failing', "throw new Error('no licence')"))
    restart('[plugin:failing]\nmodule=./failing.mjs\n')
    await daemon.logged(
      /CRIT the new configuration cannot be started, going back to the one before: .*no licence/,
    )
    await daemon.logged(/INFO one is here/, 2)
    await daemon.until('cat', 'RUNNING')
  }))

/** What a disposer can leave behind, each in a moment of its own. */
const LEFTOVERS = {
  'a forgotten promise': `Promise.reject(new Error('left behind'))`,
  'a tick': `process.nextTick(() => { throw new Error('left behind') })`,
  'an immediate': `setImmediate(() => { throw new Error('left behind') })`,
  'a timer in the next run': `setTimeout(() => { throw new Error('left behind') }, 50)`,
  'a rejection': `return Promise.reject(new Error('left behind'))`,
  'a throw': `throw new Error('left behind')`,
}

test('an error that a disposer leaves behind is named and stops neither a restart nor a shutdown', async () => {
  for (const [what, body] of Object.entries(LEFTOVERS)) {
    await withDaemon('', async ({ daemon, scratch, restart }) => {
      scratch.write('untidy.mjs', `export default { name: 'untidy', apply: () => () => { ${body} } }`)
      const config = '[plugin:untidy]\nmodule=./untidy.mjs\n'
      restart(config)
      await daemon.logged(/supervisord started with pid/, 2)
      restart(config)
      await daemon.logged(/supervisord started with pid/, 3)
      const line = await daemon.logged(/ (CRIT|ERRO) plugin untidy .*left behind/)
      assert.ok(line.includes('left behind'), what)
      await daemon.until('cat', 'RUNNING')
    })
  }
})

test('a plugin that cannot be applied again is left out with what requires it, and the daemon lives', () =>
  withDaemon(ONE, async ({ daemon, scratch, restart }) => {
    await daemon.until('cat', 'RUNNING')
    const body = "if (globalThis.licences === 0) throw new Error('no licence'); globalThis.licences = 0"
    scratch.write('fickle.mjs', plugin('fickle', body))
    scratch.write(
      'needy.mjs',
      "export default { name: 'needy', requires: ['fickle'], apply: (s) => s.log.info('needy is here') }",
    )
    const config = `${ONE}[plugin:fickle]\nmodule=./fickle.mjs\n[plugin:needy]\nmodule=./needy.mjs\n`
    restart(config)
    await daemon.logged(/INFO needy is here/)
    daemon.signal('SIGHUP')
    await daemon.logged(
      /CRIT plugin fickle failed in apply: no licence \(\S+fickle\.mjs:\d+\); it is left out, with what requires it/,
    )
    await daemon.logged(/INFO one is here/, 4)
    await daemon.until('cat', 'RUNNING')
    assert.equal(daemon.matching(/INFO needy is here/).length, 1)
  }))

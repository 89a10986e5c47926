import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCtlConfig } from '../../../core/config/ctl-config.js'
import { Scratch } from '../../support/scratch.js'
import { repository } from '../../support/systems.js'

function read(text: string) {
  const scratch = new Scratch()
  try {
    const file = scratch.write('x.conf', text)
    return {
      ...readCtlConfig({ file, shownAs: 'x.conf', environment: { HOME: '/root', WORD: 'w' } }),
      path: scratch.path,
    }
  } finally {
    void scratch.remove()
  }
}

test('the section is read with its expansions (CFG-CTL, CFG-EXP-07)', () => {
  const config = read(
    '[supervisorctl]\nserverurl=unix://%(here)s/../s.sock\nusername=%(ENV_WORD)s\npassword=50%%\nprompt=p\nhistory_file=~/.h\n' +
      '[ctlplugin:x]\nsupervisor.ctl_factory=a.b:c\nKey=v',
  )
  assert.equal(config.serverurl, 'unix:///tmp/s.sock')
  assert.deepEqual(
    [config.username, config.password, config.prompt, config.historyFile],
    ['w', '50%', 'p', '/root/.h'],
  )
  assert.deepEqual(
    config.plugins.map(({ name, factory, values }) => ({ name, factory, values })),
    [{ name: 'x', factory: 'a.b:c', values: { key: 'v' } }],
  )
})

test('an empty section leaves everything to the defaults (CFG-CTL)', () => {
  const { path: _, ...config } = read('[supervisorctl]')
  assert.deepEqual(config, {
    serverurl: null,
    username: null,
    password: null,
    prompt: null,
    historyFile: null,
    tls: { ca: null, cert: null, key: null },
    plugins: [],
  })
})

test('[include] is not followed and the other sections are not looked at (CFG-INC-07)', () => {
  assert.equal(read('[include]\n[supervisorctl]\nprompt=p\n[program:x]\npriority=bad').prompt, 'p')
})

test('a ctlplugin without a factory keeps no command from working (clients 17)', () => {
  assert.equal(read('[supervisorctl]\n[ctlplugin:x]').plugins[0]?.factory, null)
})

test('a missing section and a bad line are config errors (CFG-ERR-03, CFG-ERR-04)', () => {
  assert.throws(
    () => read('[supervisord]'),
    /^ConfigError: \.ini file does not include supervisorctl section$/,
  )
  assert.throws(
    () => read('[supervisorctl]\nbad'),
    /^ConfigError: Source contains parsing errors: 'x\.conf'\n\t\[line {2}2\]: 'bad'/,
  )
  assert.throws(
    () => read('[supervisorctl]\nprompt=%(here)s'),
    /'supervisorctl\.prompt' contains names \('here'\)/,
  )
})

test('it loads neither ajv nor the option tables', () => {
  const module = join(repository, 'dist', 'core', 'config', 'ctl-config.js')
  const script = `await import(${JSON.stringify(module)}); const { createRequire } = await import('node:module');
    console.log(Object.keys(createRequire(${JSON.stringify(module)}).cache).filter((file) => file.includes('node_modules')).join())`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  assert.match(stdout, /^[^,]*node_modules\/ini\/[^,]*$/)
})

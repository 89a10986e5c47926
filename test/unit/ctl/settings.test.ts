import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import { test } from 'node:test'
import { readArguments } from '../../../core/ctl/arguments.js'
import { readSettings } from '../../../core/ctl/settings.js'
import { Scratch } from '../../support/scratch.js'

async function settingsOf(text: string, argv: readonly string[] = [], environment = {}) {
  const scratch = new Scratch()
  try {
    const given = readArguments(['-c', scratch.write('c.conf', text), ...argv])
    return readSettings(given, { program: 'supervisorctl', environment })
  } finally {
    await scratch.remove()
  }
}

test('the command line wins over the file, the file over the defaults (CLI-SC-03, CFG-CTL)', async () => {
  const text = '[supervisorctl]\nserverurl=unix:///file\nusername=file\nprompt=box'
  const settings = await settingsOf(text, ['-s', 'unix:///line', '-p', 'line'])
  const { serverurl, username, password, prompt, origin } = settings
  assert.deepEqual([serverurl, username, password, prompt], ['unix:///line', 'file', 'line', 'box'])
  assert.equal(origin, 'from the command line')
  const defaults = await settingsOf('[supervisorctl]')
  assert.deepEqual([defaults.serverurl, defaults.prompt], ['http://localhost:9001', 'supervisor'])
  assert.match(defaults.origin, /^the default, as .*c\.conf has none$/)
})

test('without HOME the account says what ~ is, and the own name is known (CFG-CTL-01)', async () => {
  const { username, homedir } = userInfo()
  for (const home of ['~', `~${username}`]) {
    const { serverurl } = await settingsOf(`[supervisorctl]\nserverurl=unix://${home}/s.sock`)
    assert.equal(serverurl, `unix://${homedir}/s.sock`)
  }
})

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../core/config/index.js'
import { ConfigError, describeProblem } from '../../core/errors.js'
import { standardPlugins } from '../../plugins/standard.js'
import { Scratch } from '../support/scratch.js'
import { repository } from '../support/systems.js'
import { requestFor } from '../unit/config/request.js'
import { COUNT, fuzz } from './mutations.js'

const SAMPLES = join(repository, 'test', 'samples', 'config')

const WORDS = [
  '[program:x]\n',
  '[group:g]\nprograms=x\n',
  '[eventlistener:e]\nevents=EVENT\n',
  '[fcgi-program:f]\nsocket=tcp://:1\n',
  '[inet_http_server]\nport=',
  '[supervisord]\n',
  '\nnumprocs=',
  '\nexitcodes=',
  '\nenvironment=',
  'A="1",B=',
  '%(',
  '%(here)s',
  '%(ENV_WORD)s',
  '%(process_num)02d',
  '%(program_name)s',
  '%',
  ')s',
  '99999999999999999999',
  '-1',
  '10',
  '1e9',
  'MB',
  'true',
  'AUTO',
  'NONE',
  'syslog',
  '__proto__',
  'constructor',
  '=',
  ':',
  ',',
  ';',
  '#',
  '"',
  "'",
  '\n',
  '\r\n',
  '\n\t',
  ']',
  '[',
  '\0',
  '\u2028',
  '\ufeff',
  'é😀',
]

test(`a config file of any content is read or refused with named problems (${COUNT} seeded mutations)`, async (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const corpus = readdirSync(SAMPLES).map((name) => readFileSync(join(SAMPLES, name, 'main.conf')))
  const outcomes = { read: 0, refused: 0 }
  await fuzz({ corpus, words: WORDS, token: /[\w.*:%()-]+/g }, COUNT, (input) => {
    const file = scratch.write('c.conf', input)
    try {
      const config = readConfig(requestFor(file, { plugins: standardPlugins }))
      assert.ok(Array.isArray(config.groups))
      outcomes.read += 1
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      assert.ok(error.problems.length > 0)
      for (const problem of error.problems) {
        const text = describeProblem(problem)
        assert.ok(text.length > 0 && text.length < 20_000, text)
      }
      outcomes.refused += 1
    }
  })
  context.diagnostic(JSON.stringify(outcomes))
})

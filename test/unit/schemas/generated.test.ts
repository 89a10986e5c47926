// The generated files are fresh, complete and true.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../../core/config/index.js'
import { loadSchemas, SCHEMAS_FOLDER } from '../../../schemas/build/load.js'
import { renderAll } from '../../../schemas/build/render.js'
import { OPTIONS } from '../../../schemas/generated/options.js'
import type { ProgramOptions, SupervisordOptions } from '../../../schemas/generated/types.js'
import { VALIDATORS } from '../../../schemas/generated/validators.js'
import type { ProcessConfig, SupervisordConfig } from '../../../sdk/config.js'
import { executable, repository } from '../../support/systems.js'
import { requestFor } from '../config/request.js'

for (const [name, content] of renderAll()) {
  test(`schemas/generated/${name} is fresh: npm run generate changes nothing`, () => {
    assert.equal(readFileSync(join(SCHEMAS_FOLDER, 'generated', name), 'utf8'), content)
  })
}

test('every option says what it is for, how it is read and since when', () => {
  for (const schema of loadSchemas()) {
    for (const [name, option] of Object.entries(schema.properties)) {
      for (const key of ['coerce', 'expand', 'since', 'reference', 'example', 'description'] as const) {
        assert.ok(option[key], `${schema.$id}.${name} has no ${key}`)
      }
      assert.match(option.description, /\.$/, `${schema.$id}.${name}`)
    }
    const order = schema.readOrder ?? Object.keys(schema.properties)
    assert.deepEqual([...order].sort(), Object.keys(schema.properties).sort(), schema.$id)
  }
})

test('every section kind has a table and a validator', () => {
  const kinds = loadSchemas().map(({ $id }) => $id)
  assert.deepEqual(Object.keys(OPTIONS), kinds)
  assert.deepEqual(Object.keys(VALIDATORS), kinds)
})

test('validators judge typed values', () => {
  assert.equal(VALIDATORS.include?.({ files: 'x' }), true)
  assert.equal(VALIDATORS.include?.({}), false)
  assert.equal(VALIDATORS.program?.({ command: 'x', autorestart: 'unexpected' }), true)
  assert.equal(VALIDATORS.program?.({ command: 'x', autorestart: 'never' }), false)
  assert.equal(VALIDATORS.supervisord?.({ umask: '022' }), false)
})

// The types of the SDK are written by hand, for their comments: the compiler compares them with the generated ones.
type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false
type NullFor<Options> = {
  [Key in keyof Options]-?: undefined extends Options[Key]
    ? Exclude<Options[Key], undefined> | null
    : Options[Key]
}
type Program = NullFor<Omit<ProgramOptions, 'process_name' | 'numprocs' | 'numprocs_start' | 'serverurl'>>
type Process = Omit<
  ProcessConfig,
  'name' | 'program' | 'serverurl' | 'serverurlAutomatic' | 'extensions' | 'of' | 'source'
>
type Daemon = Omit<SupervisordConfig, 'extensions' | 'user' | 'childlogdir'>
const sameProgram: Same<Program, Process> = true
const sameDaemon: Same<NullFor<Omit<SupervisordOptions, 'user' | 'childlogdir'>>, Daemon> = true

test('the types of the SDK are those of the schemas', () => {
  assert.ok(sameProgram && sameDaemon)
})

test('the sample config is read without a complaint and shows every option', () => {
  const file = join(SCHEMAS_FOLDER, 'generated', 'sample.conf')
  const config = readConfig(requestFor(file))
  assert.deepEqual(config.notices, [])
  assert.deepEqual(
    config.sections.map(({ header }) => header),
    ['unix_http_server', 'rpcinterface:supervisor'],
  )
  const text = readFileSync(file, 'utf8')
  for (const schema of loadSchemas()) {
    for (const name of Object.keys(schema.properties))
      assert.match(text, new RegExp(`^;?${name}=`, 'm'), name)
  }
})

test('echo_supervisord_conf prints the sample config (CLI-AUX-01)', () => {
  const program = executable('reeve', 'echo_supervisord_conf')
  assert.ok(existsSync(program))
  const { stdout, stderr, status } = spawnSync(program, { encoding: 'utf8', cwd: repository })
  assert.deepEqual([stderr, status], ['', 0])
  assert.equal(stdout, readFileSync(join(SCHEMAS_FOLDER, 'generated', 'sample.conf'), 'utf8'))
})

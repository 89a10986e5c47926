import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PLUGIN_PROBLEMS, PluginSetupError, UsageError } from '../../../core/errors.js'
import { checkPlugins, type PluginEntry, standardEntries } from '../../../core/plugin-host/plugin-list.js'
import { standardPlugins } from '../../../plugins/standard.js'
import type { Plugin } from '../../../sdk/plugin.js'

const apply = () => {}
const seen = new Set<string>()

/** The lines of the error, without `plugin NAME: ` where the name is `p`. */
function problemsOf(plugins: readonly unknown[]): string[] {
  try {
    checkPlugins(standardEntries(plugins as Plugin[]))
    return []
  } catch (error) {
    assert.ok(error instanceof PluginSetupError && error instanceof UsageError)
    for (const { code } of error.problems) seen.add(code)
    return error.message.split('\n').map((line) => line.replace(/^plugin p: /, ''))
  }
}

test('a list of sound plugins passes', () => {
  const properties = { size: { type: 'integer' } }
  assert.deepEqual(
    problemsOf([
      {
        name: 'cache',
        sections: { cache: 'single', 'cache-bucket': 'named' },
        schemas: { cache: { type: 'object', properties, required: ['size'] } },
        extends: { program: { properties: { cached: { type: 'boolean' } } } },
        events: { CACHE: 'EVENT', CACHE_FULL: 'CACHE' },
        apply,
      },
      {
        name: '@acme/other',
        requires: ['cache'],
        sections: { other: 'any' },
        schema: { properties },
        apply,
      },
    ]),
    [],
  )
})

/** Each wrong field of a plugin `p`, with what is said of it. */
const SHAPES: readonly (readonly [field: object, text: string])[] = [
  [{ apply: undefined }, 'apply must be a function, not nothing'],
  [{ apply: 'x' }, 'apply must be a function, not "x"'],
  [{ requires: 'xmlrpc' }, 'requires must be a list of plugin names, not "xmlrpc"'],
  [{ requires: [1] }, 'requires must be a list of plugin names, not a list'],
  [{ sections: ['cache'] }, 'sections must be an object, not a list'],
  [{ sections: { cache: 'one' } }, 'sections.cache must be one of single, named, any, program, not "one"'],
  [{ sections: { 'a:b': 'single' } }, 'sections: "a:b" cannot be the name of a section'],
  [
    { sections: { cache: 'toString' } },
    'sections.cache must be one of single, named, any, program, not "toString"',
  ],
  [
    { schema: { properties: {} } },
    'schema is for plugins with one section; give schemas by section name instead',
  ],
  [{ sections: { a: 'any' }, schema: null }, 'schema must be a JSON Schema, not null'],
  [{ sections: { a: 'any' }, schema: {} }, 'schema.properties must hold one schema by option'],
  [{ sections: { a: 'any' }, schema: { type: 'string', properties: {} } }, 'schema.type must be "object"'],
  [
    { sections: { a: 'any' }, schema: { properties: { x: 1 } } },
    'schema.properties.x must be a JSON Schema, not number 1',
  ],
  [
    { sections: { a: 'any' }, schema: { properties: {}, required: ['x'] } },
    'schema.required names x, which is not in properties',
  ],
  [
    { sections: { a: 'any' }, schema: { properties: {}, required: 'x' } },
    'schema.required must be a list of options',
  ],
  [{ schemas: [] }, 'schemas must be an object, not a list'],
  [
    { schemas: { program: { properties: {} } } },
    'schemas.program belongs to no section of this plugin; options of other sections go into extends',
  ],
  [{ extends: 1 }, 'extends must be an object, not number 1'],
  [{ extends: { program: true } }, 'extends.program must be a JSON Schema, not boolean true'],
  [
    { sections: { a: 'any' }, extends: { a: { properties: {} } } },
    'extends.a names a section of this plugin itself; its options go into schemas',
  ],
  [{ groupable: 'yes' }, 'groupable must be true or false, not "yes"'],
  [{ events: { cache: 'EVENT' } }, 'events: "cache" must be in capitals, such as CACHE_FULL'],
  [{ events: { CACHE: null } }, 'events.CACHE must be the name of its parent, for example EVENT'],
]

for (const [field, text] of SHAPES) {
  test(`a plugin with ${JSON.stringify(field)} is refused: ${text}`, () => {
    assert.deepEqual(problemsOf([{ name: 'p', apply, ...field }]), [text])
  })
}

test('what is no object, or has no proper name, is no plugin', () => {
  assert.deepEqual(problemsOf([null, 'cache', apply, [], { apply }, { name: 'a b', apply }]), [
    'plugin (without a name): a plugin is an object with a name and apply(), not null',
    'plugin (without a name): a plugin is an object with a name and apply(), not "cache"',
    'plugin apply: a plugin is an object with a name and apply(), not a function',
    'plugin (without a name): a plugin is an object with a name and apply(), not a list',
    'plugin (without a name): name must be a word such as "cache" or "@acme/cache", not nothing',
    'plugin a b: name must be a word such as "cache" or "@acme/cache", not "a b"',
  ])
})

test('two plugins of one name are refused, with the places of both', () => {
  const named: PluginEntry = {
    plugin: { name: 'cache', apply },
    values: {},
    namedBy: 'section plugin:mine',
    source: { file: '/etc/x.conf', line: 7 },
    file: '/x.js',
  }
  assert.throws(() => checkPlugins([...standardEntries([{ name: 'cache', apply }]), named]), {
    message:
      'plugin cache: another plugin of this name comes from the standard list; remove or rename one of them [/etc/x.conf:7, section plugin:mine]',
    code: 'REEVE_PLUGIN_SETUP',
  })
})

test('requires must name a plugin that comes before', () => {
  assert.deepEqual(problemsOf([{ name: 'p', requires: ['xmlrpc'], apply }]), [
    'it requires the plugin xmlrpc, which is not in the list',
  ])
  assert.deepEqual(
    problemsOf([
      { name: 'p', requires: ['late'], apply },
      { name: 'late', apply },
    ]),
    ['it requires the plugin late, which must come before it in the list'],
  )
})

test('plugins that require each other, directly or around corners, are told so', () => {
  assert.deepEqual(problemsOf([{ name: 'p', requires: ['p'], apply }]), [
    'it and the plugin p require each other',
  ])
  assert.deepEqual(
    problemsOf([
      { name: 'p', requires: ['c'], apply },
      { name: 'b', requires: ['p'], apply },
      { name: 'c', requires: ['b'], apply },
    ]),
    ['it and the plugin c require each other'],
  )
})

test('a section has one owner', () => {
  assert.deepEqual(
    problemsOf([
      { name: 'first', sections: { cache: 'single' }, apply },
      { name: 'p', sections: { cache: 'any' }, apply },
    ]),
    ['the section [cache] is owned by the plugin first already'],
  )
  assert.deepEqual(problemsOf([{ name: 'p', sections: { program: 'named' }, apply }]), [
    'the section [program] is owned by supervisord itself already',
  ])
})

test('an option has one owner, whoever owns the section (the keys of a file are lower case)', () => {
  const schema = (key: string) => ({ properties: { [key]: { type: 'string' } } })
  assert.deepEqual(
    problemsOf([
      { name: 'first', extends: { program: schema('health') }, apply },
      { name: 'p', extends: { program: schema('Health') }, apply },
    ]),
    ['the option Health of [program] is owned by the plugin first already'],
  )
  assert.deepEqual(problemsOf([{ name: 'p', extends: { program: schema('command') }, apply }]), [
    'the option command of [program] is owned by supervisord itself already',
  ])
  assert.deepEqual(
    problemsOf([
      { name: 'p', extends: { cache: schema('size') }, apply },
      { name: 'owner', sections: { cache: 'single' }, schema: schema('size'), apply },
    ]),
    ['the option size of [cache] is owned by the plugin owner already'],
  )
})

test('a plugin that claims a section of our schemas without a schema owns the keys of ours', () => {
  const properties = { port: { type: 'string' } }
  const extender = { name: 'p', extends: { inet_http_server: { properties } }, apply }
  assert.deepEqual(problemsOf([extender]), [
    'the option port of [inet_http_server] is owned by supervisord itself already',
  ])
  assert.deepEqual(problemsOf([{ name: 'http', sections: { inet_http_server: 'any' }, apply }, extender]), [
    'the option port of [inet_http_server] is owned by the plugin http already',
  ])
})

test('the standard plugins are a sound list', () => {
  assert.deepEqual(problemsOf(standardPlugins), [])
})

test('an event has one owner and a parent that exists', () => {
  assert.deepEqual(problemsOf([{ name: 'p', events: { TICK_5: 'TICK', CACHE_FULL: 'CACHE' }, apply }]), [
    'the event TICK_5 is owned by supervisord itself already',
    'the event CACHE_FULL has the parent CACHE, which is no event',
  ])
})

test('all problems are told in one run', () => {
  assert.equal(problemsOf([{ name: 'a', requires: ['x'], apply }, { name: 'b', apply: 1 }, null]).length, 3)
})

test('every problem code was met', () => {
  problemsOf([
    { name: 'p', apply },
    { name: 'p', apply },
  ])
  assert.deepEqual([...seen].sort(), Object.keys(PLUGIN_PROBLEMS).sort())
})

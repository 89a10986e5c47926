// HOOKS.md is fresh, complete, and says what the core does.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { HOOK_RULES } from '../../../core/hooks.js'
import type { HookDoc } from '../../../sdk/build/hook-docs.js'
import { readHookSources, renderHooks, SDK_FOLDER } from '../../../sdk/build/hooks-reference.js'

const sources = readHookSources()
const core = sources.groups.find(({ type }) => type === 'SupervisorHooks')?.members ?? []
const isHook = ({ type }: HookDoc) => /^\w*Hook\b/.test(type)

test('sdk/HOOKS.md is fresh: npm run generate changes nothing', () => {
  assert.equal(readFileSync(join(SDK_FOLDER, 'HOOKS.md'), 'utf8'), renderHooks(sources))
})

test('every hook of the core is in it', () => {
  assert.deepEqual(core.map(({ name }) => name).sort(), Object.keys(HOOK_RULES).sort())
})

for (const { contract, members } of sources.groups) {
  for (const member of members) {
    const name = contract === null ? member.name : `${contract}.${member.name}`
    test(`the docstring of ${name} says what its author has to know`, () => {
      if (!isHook(member)) {
        assert.ok(member.text.length > 20)
        return
      }
      const labels = [...member.lines.keys()].map((label) => (label === 'May change' ? 'May' : label))
      assert.deepEqual(labels, ['Fires', 'May', 'Must not', 'Order', 'A throw'])
    })
  }
}

/** What the docstring must say, by the rule that the core follows. */
const MEANINGS: Readonly<Record<string, RegExp>> = {
  contain: /is logged/,
  refuse: /is a config error|prevents the start|is a spawn error/,
  hold: /is logged and holds/,
}

for (const { name, lines } of core) {
  test(`what a throw in ${name} means is what the core makes of it`, () => {
    const { onFailure } = HOOK_RULES[name as keyof typeof HOOK_RULES]
    assert.match(lines.get('A throw') ?? '', MEANINGS[onFailure] ?? /^$/)
  })
}

test('every link of the table at its head leads to a hook', () => {
  const text = renderHooks(sources)
  const anchors = new Set(
    [...text.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll('.', '')),
  )
  for (const [, anchor = ''] of text.matchAll(/\]\(#([\w-]+)\)/g)) assert.ok(anchors.has(anchor), anchor)
})

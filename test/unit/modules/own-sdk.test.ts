// Which files find a Reeve of their own.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findsReeve } from '../../../core/modules/own-sdk.js'

test('a file finds the Reeve of a node_modules above it or of its own package, and no other', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-own-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    return join(folder, path)
  }
  put('with/node_modules/reeve/package.json', '{"name":"reeve"}')
  const inPackage = put('with/src/deep/plugin.js', '')
  put('checkout/package.json', '{"name":"reeve"}')
  const inReeve = put('checkout/sdk/example.js', '')
  put('checkout/sub/package.json', '{}')
  const inPackageBelow = put('checkout/sub/plugin.js', '')
  const alone = put('alone/plugin.js', '')
  symlinkSync(inPackage, join(folder, 'alone', 'link.js'))

  assert.equal(findsReeve(inPackage), true)
  assert.equal(findsReeve(inReeve), true)
  assert.equal(findsReeve(inPackageBelow), false)
  assert.equal(findsReeve(alone), false)
  assert.equal(findsReeve(join(folder, 'alone', 'link.js')), true)
})

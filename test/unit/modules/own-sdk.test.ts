// Which files find a Reeve of their own.

import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { test } from 'node:test'
import { findsReeve } from '../../../core/modules/own-sdk.js'
import { Scratch } from '../../support/scratch.js'

test('a file finds the Reeve of a node_modules above it or of its own package, and no other', (context) => {
  const scratch = new Scratch()
  context.after(() => scratch.remove())
  const put = (path: string, text: string) => scratch.write(path, text)
  put('with/node_modules/reeve/package.json', '{"name":"reeve"}')
  const inPackage = put('with/src/deep/plugin.js', '')
  put('checkout/package.json', '{"name":"reeve"}')
  const inReeve = put('checkout/sdk/example.js', '')
  put('checkout/sub/package.json', '{}')
  const inPackageBelow = put('checkout/sub/plugin.js', '')
  const alone = put('alone/plugin.js', '')
  symlinkSync(inPackage, scratch.at('alone/link.js'))

  assert.equal(findsReeve(inPackage), true)
  assert.equal(findsReeve(inReeve), true)
  assert.equal(findsReeve(inPackageBelow), false)
  assert.equal(findsReeve(alone), false)
  assert.equal(findsReeve(scratch.at('alone/link.js')), true)
})

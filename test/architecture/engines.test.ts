// What the lock file installs runs on every Node that Reeve runs on: with engine-strict one package would stop `npm ci`.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import satisfies from 'semver/functions/satisfies.js'

interface Lock {
  readonly packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>
}

test('every package of the lock file runs on the oldest Node that is supported', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  const [, oldest] = /^>=(\d+\.\d+)$/.exec(packages['']?.engines?.node ?? '') ?? []
  assert.ok(oldest !== undefined)
  const tooNew = Object.entries(packages).filter(
    ([, { engines }]) => engines?.node !== undefined && !satisfies(`${oldest}.0`, engines.node),
  )
  assert.deepEqual(
    tooNew.map(([name, { engines }]) => `${name}: ${engines?.node}`),
    [],
  )
})

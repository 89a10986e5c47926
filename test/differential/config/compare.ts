// Are two outcomes the same? Reeve may warn of more than the original does.

import assert from 'node:assert/strict'
import { isRefusal, type Outcome } from './reading.js'

export function assertSameOutcome(theirs: Outcome, ours: Outcome): void {
  if (isRefusal(theirs) || isRefusal(ours)) {
    const said = (outcome: Outcome) => (isRefusal(outcome) ? outcome.error : 'accepted')
    assert.equal(ourWords(said(ours)), ourWords(said(theirs)))
    return
  }
  const { warnings: theirWarnings, infos: theirInfos, ...theirValues } = theirs
  const { warnings, infos, ...values } = ours
  assert.deepEqual(values, theirValues)
  assert.deepEqual(shared(warnings, theirWarnings), theirWarnings)
  assert.deepEqual(shared(infos, theirInfos), theirInfos)
}

function shared(ours: readonly string[], theirs: readonly string[]): readonly string[] {
  const known = new Set(theirs)
  return ours.filter((text) => known.has(text))
}

// Three messages are worded differently on purpose: what stands behind the colon of a half-set authentication, the
// section that an unknown group member is told with, and whatever would show a password.
function ourWords(text: string): string {
  return text
    .replace(/(contains incomplete authentication: ).*/, '$1')
    .replace(/^Format string '.*' for '(.*\.password)' is badly formatted: .*/, '[password of $1]')
    .replace(/^\[[^\]]*\](?= names unknown program)/, '[group]')
}

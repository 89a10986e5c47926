import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createAccounts } from '../../../core/posix/accounts.js'

const accounts = createAccounts()

test('every local user is found by name and by number, as passwd has it', () => {
  for (const line of readFileSync('/etc/passwd', 'utf8').trim().split('\n')) {
    const [name = '', , uid, gid, , home] = line.split(':')
    const expected = { name, uid: Number(uid), gid: Number(gid), home }
    assert.deepEqual(accounts.lookupUser(name), expected)
    assert.equal(accounts.lookupUser(uid ?? '')?.uid, expected.uid)
  }
})

test('every local group is found by name and by number', () => {
  for (const line of readFileSync('/etc/group', 'utf8').trim().split('\n')) {
    const [name = '', , gid] = line.split(':')
    assert.deepEqual(accounts.lookupGroup(name), { name, gid: Number(gid) })
    assert.equal(accounts.lookupGroup(Number(gid))?.gid, Number(gid))
  }
})

test('what does not exist is undefined', () => {
  for (const unknown of ['no-such-user-here', '', ' ', '-1', '4294967295', '99999999999', 4_000_000_000]) {
    assert.equal(accounts.lookupUser(unknown), undefined)
    assert.equal(accounts.lookupGroup(unknown), undefined)
  }
})

test('digits with blanks or a sign are a number (CFG-TYP-11)', () => {
  assert.equal(accounts.lookupUser(' +0 ')?.name, 'root')
})

test('the primary group comes first among the supplementary ones (LIFE-43)', () => {
  const listed = new Map<string, number[]>()
  for (const line of readFileSync('/etc/group', 'utf8').trim().split('\n')) {
    const [, , gid, members = ''] = line.split(':')
    for (const member of members.split(',').filter((name) => name !== '')) {
      listed.set(member, [...(listed.get(member) ?? []), Number(gid)])
    }
  }
  for (const name of ['root', ...listed.keys()]) {
    const user = accounts.lookupUser(name)
    if (user === undefined) continue
    const groups = accounts.supplementaryGroups(user)
    assert.equal(groups[0], user.gid)
    assert.deepEqual(new Set(groups), new Set([user.gid, ...(listed.get(name) ?? [])]))
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Daemon, startDaemon } from '../../support/daemon.js'
import { kill } from '../../support/processes.js'
import { skipUnless } from '../../support/systems.js'

const BYTES = 4_000_000
const callOf = (values: string) =>
  `<methodCall><methodName>supervisor.getProcessInfo</methodName><params>${values}</params></methodCall>`
const text = (characters: string) => callOf(`<param><value><string>${characters}</string></value></param>`)

const BODIES: readonly (readonly [what: string, body: string, status: number])[] = [
  ['one text', text('x'.repeat(BYTES)), 200],
  ['a text of references', text('&lt;'.repeat(BYTES / 4)), 200],
  ['a text of numeric references', text('&#60;'.repeat(BYTES / 5)), 200],
  ['as many values as are taken', callOf('<param><value>1</value></param>'.repeat(24_900)), 200],
  ['more tags than are taken', callOf('<a/>'.repeat(BYTES / 4)), 413],
]

/** Milliseconds from the death of `p` to its next spawn, by the daemon's log. */
async function respawnMs(daemon: Daemon, round: number): Promise<number> {
  const { pid } = await daemon.until('p', 'RUNNING')
  const killedAt = Date.now()
  kill(pid, 'SIGKILL')
  await daemon.logged(/spawned: 'p'/, round + 1)
  const line = daemon.matching(/spawned: 'p'/)[round] ?? ''
  return Date.parse(line.slice(0, 23).replace(' ', 'T').replace(',', '.')) - killedAt
}

/** The times of these rounds, the shortest first. */
async function respawnsMs(daemon: Daemon, first: number, last: number): Promise<number[]> {
  const delays: number[] = []
  for (let round = first; round <= last; round += 1) delays.push(await respawnMs(daemon, round))
  return delays.sort((a, b) => a - b)
}

for (const [what, body, status] of BODIES) {
  test(`calls of megabytes keep no program from its restart: ${what}`, {
    skip: skipUnless('reeve'),
  }, async (context) => {
    const daemon = await startDaemon({
      kind: 'reeve',
      config: '[program:p]\ncommand=sleep 100000\nstartsecs=0\nautorestart=true',
    })
    try {
      let isOver = false
      let answers = 0
      const client = async () => {
        while (!isOver) {
          const answer = await daemon.http('POST', '/RPC2', { body })
          assert.equal(answer.status, status)
          answers += 1
        }
      }
      await daemon.until('p', 'RUNNING')
      const alone = await respawnsMs(daemon, 1, 5)
      const asking = client()
      const delays = await respawnsMs(daemon, 6, 16)
      isOver = true
      await asking
      context.diagnostic(`${answers} answers; respawns after ${delays} ms, alone after ${alone} ms`)
      // Alone it is a few milliseconds; the rest is room for a busy machine. Parsing at once took seconds.
      assert.ok((delays[5] ?? 0) < Math.max(500, 20 * (alone[2] ?? 0)), `${delays}; alone ${alone}`)
      assert.doesNotMatch(daemon.log.text, / ERRO /)
    } finally {
      await daemon.close()
    }
  })
}

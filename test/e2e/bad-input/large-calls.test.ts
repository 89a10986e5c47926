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
      const asking = client()
      const delays: number[] = []
      for (let round = 1; round <= 15; round += 1) delays.push(await respawnMs(daemon, round))
      isOver = true
      await asking
      delays.sort((a, b) => a - b)
      context.diagnostic(`${answers} answers; respawns after ${delays.join(', ')} ms`)
      // Alone it is a few milliseconds; the rest is room for a busy machine. Parsing at once took seconds.
      assert.ok((delays[7] ?? 0) < 200, `${delays}`)
      assert.doesNotMatch(daemon.log.text, / ERRO /)
    } finally {
      await daemon.close()
    }
  })
}

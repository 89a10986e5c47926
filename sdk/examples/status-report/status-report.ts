#!/usr/bin/env node
// An example of a client script: what is not well under a supervisor, Reeve's or the original, for cron or a monitor.
//
//   node status-report.js unix:///run/supervisor.sock
//
// Exit 0: all is well. 1: the programs that are named are not. 2: there is no answer. Tested by
// test/e2e/kit/examples.test.ts.

import { ConnectionError, createClient, HttpStatusError, isRunning } from 'reeve/sdk/client'

const [, , serverurl = 'http://localhost:9001'] = process.argv
const client = createClient({
  serverurl,
  username: process.env.SUPERVISOR_USERNAME,
  password: process.env.SUPERVISOR_PASSWORD,
  timeoutMs: 5_000,
})

try {
  const processes = await client.supervisor.getAllProcessInfo()
  const failed = processes.filter(({ statename }) => !isRunning(statename))
  for (const { group, name, statename, description } of failed) {
    console.log(`${group === name ? name : `${group}:${name}`} ${statename}: ${description}`)
    // The last words of a program often say why it is not there.
    const words = await client.supervisor.readProcessStderrLog(`${group}:${name}`, -200, 0).catch(() => '')
    for (const line of words.split('\n')) if (line !== '') console.log(`  ${line}`)
  }
  process.exitCode = failed.length === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof ConnectionError || error instanceof HttpStatusError)) throw error
  console.error(`no answer: ${error.message}`)
  process.exitCode = 2
} finally {
  client.close()
}

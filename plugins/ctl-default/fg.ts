// supervisorctl fg (CTL-29): a process' output on the screen, typed lines to its stdin.

import { FAULTS, RemoteFault } from 'reeve/sdk/client'
import { CTL_EXIT, type Ctl, type CtlCommand, EndOfInput, Interrupted } from 'reeve/sdk/ctl'
import { tellTransport } from './follow.js'
import { refuse, wordsOf } from './usage.js'

const help = ["fg <process>\tShow a process' output and type into its input", '\t\tCtrl-C ends it']

export const fg: CtlCommand = {
  help,
  async run(ctl, argument) {
    if (!(await ctl.checkServer())) return
    const [name, ...more] = wordsOf(argument)
    if (name === undefined) return refuse(ctl, 'ERROR: no process name supplied', help)
    if (more.length > 0) return refuse(ctl, 'ERROR: too many process names supplied')
    try {
      if (!(await isRunning(ctl, name))) return refuse(ctl, 'ERROR: process not running')
    } catch (error) {
      if (!(error instanceof RemoteFault)) throw error
      if (error.faultCode === FAULTS.BAD_NAME) return refuse(ctl, 'ERROR: bad process name supplied')
      return refuse(ctl, `ERROR: ${describeFault(error)}`)
    }
    ctl.output('==> Press Ctrl-C to exit <==')
    await ctl.interruptible((signal) => attach(ctl, name, signal))
  },
}

async function isRunning(ctl: Ctl, name: string): Promise<boolean> {
  return (await ctl.client.supervisor.getProcessInfo(name)).statename === 'RUNNING'
}

async function attach(ctl: Ctl, name: string, interrupt: AbortSignal): Promise<void> {
  const detaching = new AbortController()
  const show = async (channel: 'stdout' | 'stderr') => {
    try {
      const { signal } = detaching
      for await (const bytes of ctl.client.followProcessLog(name, channel, { signal })) ctl.write(bytes)
    } catch (error) {
      tellTransport(ctl, error)
    }
  }
  const shown = Promise.all([show('stdout'), show('stderr')])
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt.addEventListener('abort', () => reject(new Interrupted()), { once: true })
  })
  interrupted.catch(() => {})
  try {
    while (await pass(ctl, name, await Promise.race([ctl.ask(''), interrupted])));
  } catch (error) {
    if (!(error instanceof EndOfInput || error instanceof Interrupted)) throw error
  } finally {
    detaching.abort()
    await shown
  }
  ctl.output('Exiting foreground')
}

/** Sends a line; false when the process has gone. */
async function pass(ctl: Ctl, name: string, line: string): Promise<boolean> {
  try {
    await ctl.client.supervisor.sendProcessStdin(name, `${line}\n`)
    if (await isRunning(ctl, name)) return true
  } catch (error) {
    if (!(error instanceof RemoteFault)) throw error
    if (error.faultCode !== FAULTS.NOT_RUNNING) {
      ctl.output(`ERROR: ${describeFault(error)}`)
      ctl.fail(CTL_EXIT.GENERIC)
      return false
    }
  }
  ctl.output('Process got killed')
  return false
}

function describeFault(fault: RemoteFault): string {
  return `<Fault ${fault.faultCode}: '${fault.faultString}'>`
}

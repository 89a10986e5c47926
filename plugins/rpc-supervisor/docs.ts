// The documentation of each method: what system.methodHelp and system.methodSignature answer (RPC-71, RPC-72).

import type { RpcMethodDoc } from 'reeve/sdk'

type Part = readonly [type: string, name: string, meaning: string]

/** Help as one sentence and a tag line for each parameter and the result; clients parse the tags. */
function describe(summary: string, result: Part, ...parameters: readonly Part[]): RpcMethodDoc {
  const tags = [
    ...parameters.map(([type, name, meaning]) => `@param ${type} ${name}  ${meaning}`),
    `@return ${result[0]} ${result[1]}  ${result[2]}`,
  ]
  return {
    signature: [result[0], ...parameters.map(([type]) => type)],
    help: `${summary}\n\n${tags.join('\n')}`,
  }
}

/** A method that changes nothing. */
function reading(...parts: Parameters<typeof describe>): RpcMethodDoc {
  return { ...describe(...parts), readOnly: true }
}

const TRUE: Part = ['boolean', 'result', 'always true; a failure is a fault']
const RESULTS: Part = [
  'array',
  'results',
  'a struct with name, group, status and description for each process',
]
const NAME: Part = ['string', 'name', 'a process: name or group:name']
const NAME_OR_GROUP: Part = ['string', 'name', 'a process: name or group:name; or a whole group: group:*']
const GROUP: Part = ['string', 'name', 'a group']
const SIGNAL: Part = ['string', 'signal', 'a name or a number: HUP, SIGHUP, 1']
const OFFSET: Part = ['int', 'offset', 'bytes from the beginning, or from the end when negative']
const LENGTH: Part = ['int', 'length', 'bytes; 0 is all the rest']
const UNTIL_STARTED: Part = ['boolean', 'wait', 'answer when it runs (the default), or at once']
const UNTIL_STOPPED: Part = ['boolean', 'wait', 'answer when it has stopped (the default), or at once']
const TAIL_OFFSET: Part = ['int', 'offset', 'bytes from the beginning: the offset of the last answer']
const TAIL_LENGTH: Part = ['int', 'length', 'bytes at most']
const TAIL: Part = ['array', 'result', 'the text, the offset for the next call, and whether text was skipped']

export const DOCS: Readonly<Record<string, RpcMethodDoc>> = {
  getAPIVersion: reading('The version of this interface.', ['string', 'version', 'such as 3.0']),
  getSupervisorVersion: reading('The release of Supervisor that is implemented.', [
    'string',
    'version',
    'such as 4.4.0',
  ]),
  getIdentification: reading('The identifier of this daemon.', ['string', 'identifier', 'as configured']),
  getState: reading('The state of the daemon.', ['struct', 'state', 'statecode (int) and statename']),
  getPID: reading('The process id of the daemon.', ['int', 'pid', 'its process id']),
  readLog: reading(
    "A part of the daemon's own log.",
    ['string', 'text', 'the part of the log'],
    OFFSET,
    LENGTH,
  ),
  clearLog: describe("Empties the daemon's own log.", TRUE),
  shutdown: describe('Stops all processes and ends the daemon.', TRUE),
  restart: describe('Stops all processes and starts the daemon over, with its config read again.', TRUE),
  reloadConfig: describe('Reads the config again and tells what changed. Nothing is started or stopped.', [
    'array',
    'result',
    'one list of three: names of added, changed and removed groups',
  ]),
  addProcessGroup: describe('Makes a group of the last-read config active.', TRUE, GROUP),
  removeProcessGroup: describe('Removes an active group whose processes are all stopped.', TRUE, GROUP),
  startProcess: describe('Starts a process.', TRUE, NAME_OR_GROUP, UNTIL_STARTED),
  startProcessGroup: describe(
    'Starts the processes of a group that do not run.',
    RESULTS,
    GROUP,
    UNTIL_STARTED,
  ),
  startAllProcesses: describe('Starts all processes that do not run.', RESULTS, UNTIL_STARTED),
  stopProcess: describe('Stops a process.', TRUE, NAME_OR_GROUP, UNTIL_STOPPED),
  stopProcessGroup: describe('Stops the processes of a group that run.', RESULTS, GROUP, UNTIL_STOPPED),
  stopAllProcesses: describe('Stops all processes that run.', RESULTS, UNTIL_STOPPED),
  signalProcess: describe('Sends a signal to a process.', TRUE, NAME_OR_GROUP, SIGNAL),
  signalProcessGroup: describe('Sends a signal to the processes of a group.', RESULTS, GROUP, SIGNAL),
  signalAllProcesses: describe('Sends a signal to all processes.', RESULTS, SIGNAL),
  getProcessInfo: reading(
    'How a process is.',
    ['struct', 'info', 'name, group, state, times, pid, logs, ...'],
    NAME,
  ),
  getAllProcessInfo: reading('How all processes are, by group and name.', [
    'array',
    'infos',
    'a struct like that of getProcessInfo for each',
  ]),
  getAllConfigInfo: reading('What the last-read config says of each process.', [
    'array',
    'infos',
    'a struct of options for each process, by name',
  ]),
  readProcessStdoutLog: reading(
    "A part of a process's stdout log.",
    ['string', 'text', 'the part of the log'],
    NAME,
    OFFSET,
    LENGTH,
  ),
  readProcessStderrLog: reading(
    "A part of a process's stderr log.",
    ['string', 'text', 'the part of the log'],
    NAME,
    OFFSET,
    LENGTH,
  ),
  tailProcessStdoutLog: reading("The end of a process's stdout log.", TAIL, NAME, TAIL_OFFSET, TAIL_LENGTH),
  tailProcessStderrLog: reading("The end of a process's stderr log.", TAIL, NAME, TAIL_OFFSET, TAIL_LENGTH),
  clearProcessLogs: describe('Empties both logs of a process.', TRUE, NAME),
  clearAllProcessLogs: describe('Empties the logs of all processes.', RESULTS),
  sendProcessStdin: describe('Writes text to the stdin of a process.', TRUE, NAME, [
    'string',
    'chars',
    'the text, sent as UTF-8',
  ]),
  sendRemoteCommEvent: describe(
    'Tells event listeners that subscribed to REMOTE_COMMUNICATION.',
    TRUE,
    ['string', 'type', 'what the event is about'],
    ['string', 'data', 'its body'],
  ),
}

// The client SDK: talk to a running supervisord from another program. Loads no package.

export { FAULTS, type FaultName } from '../faults.js'
export type { ProcessInfo } from '../process.js'
export { isRunning, isSignallable, isStopped, PROCESS_STATES, type ProcessState } from '../states.js'
export { formatUptime } from '../uptime.js'
export type { XmlRpcValue } from '../xmlrpc/values.js'
export type {
  ConfigChanges,
  LogWindow,
  MultiCall,
  ProcessConfigInfo,
  ProcessResult,
} from './answers.js'
export { type Client, type ClientOptions, createClient, type FollowOptions } from './client.js'
export type { TlsOptions } from './connection.js'
export * from './errors.js'
export * from './method-faults.js'
export type { SupervisorMethods, SystemMethods } from './methods.js'
export * from './namespec.js'
export { compareProgramOrder, type ProgramState, programOfInfo, programOfRecord } from './programs.js'
export type { Watch, WatchMode, WatchOptions, WatchUpdate } from './watching.js'
export * from './wildcards.js'

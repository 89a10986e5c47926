// `reeve/sdk/listener/program`: what a listener needs that is a program of its own: its command line, time, commands,
// mail, its end. The same shapes as in a plugin, so that both can share their work.

export { isChosen, isNamed } from '../../program-names.js'
export { programClock } from './clock.js'
export { type ProgramLog, programLog } from './log.js'
export {
  leaveOutbox,
  MAIL_OPTIONS,
  programOutbox,
  readAddresses,
  readMailOptions,
  titleOf,
} from './mail.js'
export { type MainOptions, main } from './main.js'
export { type GivenOptions, type OptionShape, readOptions, UsageError } from './options.js'
export { type OtherProcess, otherProcesses } from './other-processes.js'
export { runCommand } from './run-command.js'
export { type Environment, mustBeSupervised, untilStopped } from './start.js'
export { lookAtTicks } from './ticks.js'

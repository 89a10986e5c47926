// `reeve/sdk/listener/testing`: plays the supervisor, so that a listener is tested without one.

export { eventText, type Fields } from './event-text.js'
export { createFakeSupervisor, type FakeSupervisor, type FakeSupervisorOptions } from './fake-supervisor.js'
export { type StartedListener, type StartOptions, startListener } from './start-listener.js'
export { ListenerBrokenError, type Result, type Sender } from './supervisor-side.js'

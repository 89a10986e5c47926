// The test kit without any plugin; `reeve/testing` is this with the standard plugins (core/bin/testing.ts).

export type { CtlAnswer, CtlRun } from './ctl-runner.js'
export type { Ending, FakeChild, FakeChildren, SignalReaction } from './fake-children.js'
export { createFakeClock, type FakeClock, type PendingTimer } from './fake-clock.js'
export type { FakeFiles, FileOperation } from './fake-files.js'
export type { FakePipe } from './fake-pipe.js'
export { createFakePosix, type FakePosix, type FakePosixOptions } from './fake-posix.js'
export { createHarness, type Harness, type HarnessOptions } from './harness.js'
export { findLeaks } from './leaks.js'
export { type HttpAnswer, type HttpRequest, RpcFault } from './memory-servers.js'
export { watchResources } from './resources.js'

// The public test kit (`reeve/testing`): a supervisor on fake ports for the authors of plugins.

export type { Ending, FakeChild, FakeChildren, SignalReaction } from './fake-children.js'
export { createFakeClock, type FakeClock } from './fake-clock.js'
export type { FakeFiles, FileOperation } from './fake-files.js'
export type { FakePipe } from './fake-pipe.js'
export { createFakePosix, type FakePosix, type FakePosixOptions } from './fake-posix.js'
export { createHarness, type Harness, type HarnessOptions } from './harness.js'
export { findLeaks, watchResources } from './leaks.js'
export type { HttpAnswer } from './memory-servers.js'

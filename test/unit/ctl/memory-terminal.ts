// The terminal of the test kit, for the tests of supervisorctl's host.

export { createMemoryTerminal, type MemoryTerminal } from '../../../core/testing/memory-terminal.js'

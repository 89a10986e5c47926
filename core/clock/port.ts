// The clock port. Its shape is public, because plugins set their timers through it too.
export type { Clock, Timer } from '../../sdk/clock.js'

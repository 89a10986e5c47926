// The public API of the daemon's side: what a plugin imports from `reeve/sdk`.

export * from './clock.js'
export * from './config.js'
export * from './contracts/http.js'
export * from './contracts/rpc.js'
export * from './events.js'
export * from './faults.js'
export * from './hooks.js'
export * from './logger.js'
export * from './plugin.js'
export * from './process.js'
export * from './states.js'
export * from './supervisor.js'

// Taps that cannot work fail where they are made, in words for their author, and not at the first call.

type Tap = (options: unknown, tap: unknown) => void

interface Tappable {
  tap: Tap
  tapAsync: Tap
  tapPromise: Tap
}

/** `waits`: an asynchronous hook, which takes functions of all kinds. */
export function refuseWrongTaps(hook: object, name: string, waits: boolean): void {
  const tappable = hook as Tappable
  for (const manner of ['tap', 'tapAsync', 'tapPromise'] as const) {
    const original = tappable[manner].bind(hook)
    tappable[manner] = (options, tap) => {
      const problem = describeTap(options, tap, manner, waits)
      if (problem !== undefined) throw new TypeError(`hook ${name} ${problem}`)
      original(options, tap)
    }
  }
}

function describeTap(
  options: unknown,
  tap: unknown,
  manner: keyof Tappable,
  waits: boolean,
): string | undefined {
  if (!hasName(options)) return `is tapped without a name: ${manner}('the plugin', function)`
  if (typeof tap !== 'function') return `is tapped with ${describe(tap)} instead of a function`
  if (waits) return undefined
  if (manner !== 'tap')
    return `does not wait and has no ${manner}: use tap with a function that returns no promise`
  if (tap.constructor.name === 'AsyncFunction') return 'does not wait, but is tapped with an async function'
  return undefined
}

function hasName(options: unknown): boolean {
  const name = typeof options === 'object' && options !== null && 'name' in options ? options.name : options
  return typeof name === 'string' && name.trim() !== ''
}

function describe(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : `a ${typeof value}`
}

/**
 * Tells which member somebody asked for that is not there, so that a misspelled hook can be named: else the plugin
 * fails with "Cannot read properties of undefined". Members that are there cost nothing.
 */
export function noticeMissing(hooks: object, onMissing: (name: string) => void): void {
  if (Object.getPrototypeOf(hooks) !== Object.prototype) return
  const watched = new Proxy(Object.prototype, {
    get(target, name, receiver) {
      if (typeof name === 'string' && !(name in target)) onMissing(name)
      return Reflect.get(target, name, receiver) as unknown
    },
  })
  Object.setPrototypeOf(hooks, watched)
}

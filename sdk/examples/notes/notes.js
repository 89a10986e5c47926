// An example of an rpcinterface factory in plain JavaScript, which imports nothing: notes that clients leave by name,
// for example which release runs.
//
// `supervisord.conf` beside it uses it, and test/unit/sdk/notes.test.ts tests it.

/**
 * Makes the methods of `[rpcinterface:notes]`: `notes.get`, `notes.set`, `notes.names`.
 *
 * @param {import('reeve/sdk').Supervisor} supervisor what every plugin is given
 * @param {Readonly<Record<string, string>>} options the other keys of the section, as strings
 */
export function makeNotes(supervisor, options) {
  const most = Number(options.most ?? 100)
  if (!(most > 0)) throw new Error(`most in [rpcinterface:notes] is a number above 0, not '${options.most}'`)
  /** @type {Map<string, string>} */
  const notes = new Map()

  return {
    /** @param {string} name */
    get(name) {
      return notes.get(name) ?? ''
    },

    /**
     * @param {string} name
     * @param {string} text
     */
    set(name, text) {
      // For the client it is a fault INCORRECT_PARAMETERS, as every TypeError is.
      if (typeof name !== 'string' || typeof text !== 'string') throw new TypeError('a name and a text')
      if (!notes.has(name) && notes.size >= most) throw new TypeError(`there are ${most} notes already`)
      notes.set(name, text)
      supervisor.log.info(`note ${name}: ${text}`)
      return true
    },

    names() {
      return [...notes.keys()]
    },

    // Names that begin with an underscore are private.
    _clear() {
      notes.clear()
    },
  }
}

// The Python names of real configs, and what stands for them here (EXT-09).

export interface PythonName {
  /** What the name does, as the end of a sentence. */
  readonly does: string
  /** A plugin of ours does it, under the same name. False = known, but not built in. */
  readonly builtIn: boolean
}

/** `module:attribute` as configs write it. Gathered from public configs (clients.md 16, 17). */
export const PYTHON_NAMES: Readonly<Record<string, PythonName>> = {
  'supervisor.rpcinterface:make_main_rpcinterface': { does: 'the supervisor.* methods', builtIn: true },
  'supervisor.dispatchers:default_handler': { does: 'the usual result protocol of listeners', builtIn: true },
  'supervisor_twiddler.rpcinterface:make_twiddler_rpcinterface': {
    does: 'adding and removing programs over XML-RPC',
    builtIn: true,
  },
  'supervisor_cache:make_cache_rpcinterface': { does: 'a key-value cache over XML-RPC', builtIn: true },
  'supervisor_cache.rpcinterface:make_cache_rpcinterface': {
    does: 'a key-value cache over XML-RPC',
    builtIn: true,
  },
  'supervisor_cache.controllerplugin:make_cache_controllerplugin': {
    does: 'the commands cache_store, cache_fetch and others',
    builtIn: true,
  },
  'supervisorwildcards.controllerplugin:make_wildcards_controllerplugin': {
    does: 'the commands mstatus, mstart, mstop and mrestart',
    builtIn: true,
  },
  'supervisor_quick:make_quick_controllerplugin': {
    does: 'the commands quickstart, quickstop and quickrestart',
    builtIn: true,
  },
  'supervisorserialrestart.controllerplugin:make_serialrestart_controllerplugin': {
    does: 'the command serialrestart',
    builtIn: true,
  },
  'multivisor.rpc:make_rpc_interface': { does: 'the connection to a multivisor server', builtIn: false },
  'supervisor_stdout:event_handler': { does: 'printing each line that programs log', builtIn: true },
}

const PYTHON_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/

/** Could Python import this? A package of ours may have such a name too, so look for that first. */
export function looksLikePython(specifier: string): boolean {
  return PYTHON_NAME.test(specifier)
}

/** Why a Python name does nothing here, and what to do; undefined for one that is built in. */
export function explainPythonName(specifier: string): string | undefined {
  const known = Object.hasOwn(PYTHON_NAMES, specifier) ? PYTHON_NAMES[specifier] : undefined
  if (known?.builtIn === true) return undefined
  if (known !== undefined) return `${specifier} (${known.does}) is not built in; it is left out`
  return (
    `${specifier} names Python code, which cannot run here, and no installed package has that name; ` +
    'it is left out; name a JavaScript module instead (./path.js:export), or remove it'
  )
}

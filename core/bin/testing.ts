// What `reeve/testing` exports: the test kit with the standard plugins, as the programs have them.

import { standardPlugins } from '../../plugins/standard.js'
import { builtInCtlPlugins, standardCtlPlugins } from '../../plugins/standard-ctl.js'
import { createHarness, type Harness, type HarnessOptions } from '../testing/index.js'

export * from '../testing/index.js'

export interface BootOptions extends Omit<HarnessOptions, 'builtInCtlPlugins' | 'completeConfig'> {
  /**
   * The text of a config file. What every config has and this one leaves out stands behind it: `[supervisord]`, a
   * server, `[rpcinterface:supervisor]` and `[supervisorctl]`. Without a text there is no program.
   */
  readonly config?: string
}

/**
 * Boots a supervisor as `supervisord` does, on fake ports: the standard plugins, behind them `plugins` and those that
 * the config names; and the same for supervisorctl. Rejects as the daemon would: ConfigError, PluginError.
 */
export function bootSupervisor({
  config = '',
  plugins = [],
  ...options
}: BootOptions = {}): Promise<Harness> {
  return createHarness(config, {
    ...options,
    completeConfig,
    plugins: [...standardPlugins, ...plugins.filter((plugin) => !standardPlugins.includes(plugin))],
    ctlPlugins: [...standardCtlPlugins, ...(options.ctlPlugins ?? [])],
    builtInCtlPlugins,
  })
}

const USUAL: readonly { readonly unless: RegExp; readonly text: string }[] = [
  { unless: /^\[supervisord\]/m, text: '[supervisord]' },
  { unless: /^\[(unix|inet)_http_server\b/m, text: '[unix_http_server]\nfile = %(here)s/supervisor.sock' },
  {
    unless: /^\[rpcinterface:supervisor\]/m,
    text: '[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface',
  },
  { unless: /^\[supervisorctl\]/m, text: '[supervisorctl]' },
]

/** Behind the text, so that the lines of an error are those of the text. */
function completeConfig(config: string): string {
  const missing = USUAL.filter(({ unless }) => !unless.test(config)).map(({ text }) => text)
  return [config, ...missing, ''].join('\n')
}
